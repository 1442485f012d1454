package org.countersign.node;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What this node stands on, {@code countersign.*}.
 *
 * @param data folder of all that the hub keeps itself
 */
@Validated
@ConfigurationProperties("countersign")
record NodeProperties(
        @DefaultValue("data") Path data,
        @DefaultValue @Valid Database database,
        @DefaultValue Broker broker,
        @DefaultValue Keys keys) {

    /** Where the master secrets are. */
    Path keyRingFile() {
        return keys.file() != null ? keys.file() : data.resolve("keys").resolve("keyring");
    }

    /**
     * The PostgreSQL of all nodes.
     *
     * @param url JDBC URL; without one the hub starts its own server
     * @param port of the hub's own server, on 127.0.0.1; 0 takes a free one
     * @param connections size of the pool
     */
    record Database(
            @DefaultValue("") String url,
            @DefaultValue("") String username,
            @DefaultValue("") String password,
            @DefaultValue("0") @Min(0) @Max(65_535) int port,
            @DefaultValue("24") @Min(4) @Max(500) int connections) {

        boolean embedded() {
            return url.isBlank();
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Database[" + (embedded() ? "embedded" : url) + "]";
        }
    }

    /**
     * The Artemis of all nodes.
     *
     * @param url as {@code tcp://host:61616}; without one the hub starts its own inside itself
     */
    record Broker(
            @DefaultValue("") String url,
            @DefaultValue("") String username,
            @DefaultValue("") String password) {

        boolean embedded() {
            return url.isBlank();
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Broker[" + (embedded() ? "embedded" : url) + "]";
        }
    }

    /** @param file of master secrets; {@code keys/keyring} in the data folder when not set */
    record Keys(@Nullable Path file) {}
}
