package org.countersign.answer;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where answers to the messages of one feed go, {@code countersign.answers.NAME.*}; NAME is the feed's.
 *
 * @param host of the MLLP listener that takes answers
 * @param port of it
 * @param role whose part the hub has in a refill: {@code placer} answers AF or DF, {@code filler} OF or UF
 * @param appointments whether a verified appointment is told as SIU^S14
 * @param unknown what becomes of an answer that may have arrived: sent again under the same MSH-10, or reported
 * @param connectTimeout for the connection
 * @param timeout for the acknowledgement
 * @param retryAfter pause after the first failure; doubled with each further one
 * @param retryAtMost longest pause
 * @param giveUpAfter age at which an answer is tried no more
 * @param sslBundle name in {@code spring.ssl.bundle}, for TLS and the client's certificate; empty for none
 */
record Destination(
        @DefaultValue("127.0.0.1") @NotBlank String host,
        @Min(1) @Max(65_535) int port,
        @DefaultValue("placer") Role role,
        @DefaultValue("false") boolean appointments,
        @DefaultValue("resend") Unknown unknown,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("30s") Duration timeout,
        @DefaultValue("1s") Duration retryAfter,
        @DefaultValue("1m") Duration retryAtMost,
        @DefaultValue("1d") Duration giveUpAfter,
        @DefaultValue("") String sslBundle) {

    /** The hub's side in an order (HL7 v2.5.1 §4.5.1.1, table 0119). */
    enum Role {
        /** Of who prescribes: approves (AF) or denies (DF). */
        PLACER("AF", "DF"),
        /** Of the pharmacy: refilled as requested (OF) or unable to refill (UF). */
        FILLER("OF", "UF");

        private final String yes;
        private final String no;

        Role(String yes, String no) {
            this.yes = yes;
            this.no = no;
        }

        /** ORC-1 of the answer. */
        String control(boolean verified) {
            return verified ? yes : no;
        }
    }

    /** What becomes of an answer of which nobody knows whether it arrived. */
    enum Unknown {
        RESEND,
        REPORT
    }

    Retry retry() {
        return new Retry(retryAfter, retryAtMost, giveUpAfter, connectTimeout.plus(timeout));
    }
}
