package org.countersign.verification;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the REST API, {@code countersign.api.*}.
 *
 * @param key what callers present as {@code Authorization: Bearer KEY}, at least 16 characters; without one it is read
 *     from {@code secrets/api-key} in the data folder, which is made at the first start
 * @param unmaskKey a second key, for callers that may see stored messages unmasked; nobody may without one
 */
@ConfigurationProperties("countersign.api")
record ApiProperties(
        @DefaultValue("") String key, @DefaultValue("") String unmaskKey) {

    /** Without the keys. */
    @Override
    public String toString() {
        return "ApiProperties[]";
    }
}
