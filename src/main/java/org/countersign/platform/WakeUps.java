package org.countersign.platform;

import java.time.Instant;
import java.util.UUID;

/**
 * Hints that a row waits. The row is the truth: a lost wake-up is re-sent by a sweep, a doubled one loses a
 * compare-and-set. To be called after the commit; a failure to send is logged and never thrown.
 */
public interface WakeUps {

    /** A message waits in the inbox; {@code patientKey} (a keyed hash) keeps one patient's messages in order. */
    void inbox(long inboxId, String patientKey);

    /** A challenge has something due at {@code due}: a step to send, or its expiry. */
    void challenge(UUID challengeId, int turn, Instant due);

    /** Audit entries wait to be sealed and shipped. */
    void outcomes();

    /**
     * An answer waits to go back to the EHR. Without it the sweep finds the row.
     *
     * @param kind {@code mllp} or {@code fhir}: which route sends it
     * @param patientKey keeps the answers about one patient in order
     */
    default void answer(long answerId, String kind, String patientKey) {}
}
