package org.countersign.answer;

import java.net.URI;
import java.time.Duration;
import org.countersign.fhir.FhirServerAddress;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The EHR's FHIR R4 server, whose records are updated when their challenges end, {@code countersign.ehr.*}.
 *
 * @param url base URL; nothing is updated without one
 * @param username for HTTP Basic, together with {@code password}
 * @param token bearer token, instead of a user name
 * @param source meta.source of what the hub writes, by which it knows its own
 * @param provenance whether each update gets a Provenance
 * @param retryAfter pause after the first failure; doubled with each further one
 * @param retryAtMost longest pause
 * @param giveUpAfter age at which an update is tried no more
 */
@Validated
@ConfigurationProperties("countersign.ehr")
record EhrProperties(
        @DefaultValue("") String url,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("") String token,
        @DefaultValue("urn:countersign") String source,
        @DefaultValue("true") boolean provenance,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("30s") Duration responseTimeout,
        @DefaultValue("1s") Duration retryAfter,
        @DefaultValue("1m") Duration retryAtMost,
        @DefaultValue("1d") Duration giveUpAfter) {

    boolean isConfigured() {
        return !url.isBlank();
    }

    /** @throws IllegalArgumentException when {@code url} is not one of http or https */
    FhirServerAddress address() {
        URI base = URI.create(url.strip());
        if (!"http".equals(base.getScheme()) && !"https".equals(base.getScheme())) {
            throw new IllegalArgumentException("countersign.ehr.url must begin with http:// or https://");
        }
        return new FhirServerAddress(
                base, FhirServerAddress.authorization(token, username, password), connectTimeout, responseTimeout);
    }

    Retry retry() {
        // a read, an update and a Provenance, and the update once more when the EHR was quicker
        return new Retry(retryAfter, retryAtMost, giveUpAfter, responseTimeout.multipliedBy(6));
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "EhrProperties[" + url + "]";
    }
}
