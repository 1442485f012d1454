package org.countersign.answer;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the EHR's own records are updated when their challenges end, {@code countersign.ehr.*}.
 *
 * @param provenance whether each update gets a Provenance
 * @param communication whether a Communication says that the patient was written to
 * @param verificationResult whether a VerificationResult says that the patient can be reached by the address
 * @param retryAfter pause after the first failure; doubled with each further one
 * @param retryAtMost longest pause
 * @param giveUpAfter age at which an update is tried no more
 */
@Validated
@ConfigurationProperties("countersign.ehr")
record RecordProperties(
        @DefaultValue("true") boolean provenance,
        @DefaultValue("false") boolean communication,
        @DefaultValue("false") boolean verificationResult,
        @DefaultValue("1s") Duration retryAfter,
        @DefaultValue("1m") Duration retryAtMost,
        @DefaultValue("1d") Duration giveUpAfter) {

    /** Whether something is written about records that themselves stay as they are. */
    boolean notes() {
        return communication || verificationResult;
    }

    /**
     * @param request limit of one request: a read and an update, again when the EHR was quicker, and what says why; and a
     *     token before them, which is looked for in two
     */
    Retry retry(Duration request) {
        return new Retry(retryAfter, retryAtMost, giveUpAfter, request.multipliedBy(12));
    }
}
