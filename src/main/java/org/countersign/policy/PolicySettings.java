package org.countersign.policy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the policies are.
 *
 * @param routes the folder that an integration engineer edits; the policies are in {@code policies} beneath it. Text,
 *     since Spring would look for a path on the class path first
 * @param locale for people whose language the sender does not tell, where their policy does not say; before the language
 *     of the region
 */
@ConfigurationProperties("countersign")
record PolicySettings(
        @DefaultValue("routes") String routes, @Nullable Locale locale) {}
