package org.countersign.wording;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the texts of facilities are.
 *
 * @param routes the folder that an integration engineer edits; the texts are in {@code messages} beneath it
 */
@ConfigurationProperties("countersign")
record WordingSettings(@DefaultValue("routes") String routes) {}
