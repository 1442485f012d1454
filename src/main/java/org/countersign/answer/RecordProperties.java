package org.countersign.answer;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the EHR's own records are updated when their challenges end, {@code countersign.ehr.*}.
 *
 * @param provenance whether each update gets a Provenance
 * @param retryAfter pause after the first failure; doubled with each further one
 * @param retryAtMost longest pause
 * @param giveUpAfter age at which an update is tried no more
 */
@Validated
@ConfigurationProperties("countersign.ehr")
record RecordProperties(
        @DefaultValue("true") boolean provenance,
        @DefaultValue("1s") Duration retryAfter,
        @DefaultValue("1m") Duration retryAtMost,
        @DefaultValue("1d") Duration giveUpAfter) {

    /** @param request limit of one request: a read, an update, a Provenance, and again when the EHR was quicker */
    Retry retry(Duration request) {
        return new Retry(retryAfter, retryAtMost, giveUpAfter, request.multipliedBy(6));
    }
}
