package org.countersign.resource;

import java.net.URI;
import java.time.Duration;
import org.countersign.fhir.FhirServerAddress;
import org.countersign.smart.Authorization;
import org.countersign.smart.BackendServices;
import org.countersign.smart.SmartClient;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The EHR's FHIR R4 server, {@code countersign.ehr.*}.
 *
 * @param url base URL of its API; nothing is read back or updated without one
 * @param username for HTTP Basic, together with {@code password}
 * @param token bearer token, instead of a user name
 * @param smart the hub as its client by SMART Backend Services, instead of either
 * @param source meta.source of what the hub writes there, by which it knows its own
 * @param connectTimeout for reaching it
 * @param responseTimeout for a whole read; a transaction waits for it
 */
@Validated
@ConfigurationProperties("countersign.ehr")
record EhrProperties(
        @DefaultValue("") String url,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("") String token,
        @DefaultValue SmartClient smart,
        @DefaultValue("urn:countersign") String source,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("10s") Duration responseTimeout) {

    boolean isConfigured() {
        return !url.isBlank();
    }

    /**
     * @throws IllegalArgumentException when {@code url} is not one of http or https
     * @throws org.countersign.platform.OperationalException when {@code smart} is not complete
     */
    FhirServerAddress address(BackendServices services) {
        URI base = URI.create(url.strip());
        if (!"http".equals(base.getScheme()) && !"https".equals(base.getScheme())) {
            throw new IllegalArgumentException("countersign.ehr.url must begin with http:// or https://");
        }
        Authorization authorization = services.authorization(
                "countersign.ehr",
                base,
                smart,
                connectTimeout,
                responseTimeout,
                Authorization.fixed(token, username, password));
        return new FhirServerAddress(base, authorization, connectTimeout, responseTimeout);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "EhrProperties[" + url + "]";
    }
}
