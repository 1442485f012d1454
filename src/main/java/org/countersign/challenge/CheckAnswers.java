package org.countersign.challenge;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** First answers to checks, by idempotency key. Calls belong to the caller's transaction. */
interface CheckAnswers {

    /** Holds off any other check with the same key until the transaction ends. */
    void lock(UUID challenge, String key);

    Optional<CheckAnswer> find(UUID challenge, String key);

    void keep(UUID challenge, String key, CheckAnswer answer, Instant now);
}
