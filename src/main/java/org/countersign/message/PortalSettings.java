package org.countersign.message;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The portal whose page asks for the code.
 *
 * @param host its domain; when set, each SMS ends in the line by which a browser fills the code in
 */
@ConfigurationProperties("countersign.portal")
record PortalSettings(@Nullable String host) {}
