package org.countersign.audit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
 * Settings of the audit trail, {@code countersign.audit.*}.
 *
 * @param hub name of this hub in AuditEvents (AuditEvent.source.observer)
 */
@Validated
@ConfigurationProperties("countersign.audit")
record AuditProperties(
        @DefaultValue("countersign") String hub,
        @DefaultValue @Valid Chain chain,
        @DefaultValue @Valid Server server) {

    /**
     * The hash chain.
     *
     * @param batch entries sealed in one commit
     * @param checkpointEvery of the signed checkpoints, the last of each so many entries is kept for good
     */
    record Chain(
            @DefaultValue("500") @Min(1) @Max(10_000) int batch,
            @DefaultValue("1000") @Min(1) int checkpointEvery) {}

    /**
     * The FHIR server that AuditEvents are shipped to.
     *
     * @param url base URL of its FHIR R4 API; nothing is shipped without one
     * @param username for HTTP Basic, together with {@code password}
     * @param token bearer token, instead of a user name
     * @param smart the hub as its client by SMART Backend Services, instead of either
     * @param batch AuditEvents in one request
     * @param retryAfter first pause after a failure; doubled with each further one
     * @param retryAtMost longest pause
     */
    record Server(
            @DefaultValue("") String url,
            @DefaultValue("") String username,
            @DefaultValue("") String password,
            @DefaultValue("") String token,
            @DefaultValue SmartClient smart,
            @DefaultValue("5s") Duration connectTimeout,
            @DefaultValue("30s") Duration responseTimeout,
            @DefaultValue("50") @Min(1) @Max(50) int batch,
            @DefaultValue("1s") Duration retryAfter,
            @DefaultValue("1m") Duration retryAtMost) {

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
                throw new IllegalArgumentException("countersign.audit.server.url must begin with http:// or https://");
            }
            Authorization authorization = services.authorization(
                    "countersign.audit.server",
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
            return "Server[" + url + "]";
        }
    }
}
