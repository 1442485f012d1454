package org.countersign.guard;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts the sends to an address, from the attempts. */
final class SendCountStore {

    /** Parts these locks from the advisory locks of others. */
    private static final int LOCKS = 0x53454e44;

    private final JdbcClient jdbc;

    SendCountStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Waits until nobody else counts for this address, to the end of the transaction. */
    void lock(String recipientKey) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(:locks, hashtext(:key))")
                .param("locks", LOCKS)
                .param("key", recipientKey)
                .query(Integer.class)
                .single();
    }

    long since(String recipientKey, Instant from) {
        return jdbc.sql("select count(*) from attempt where recipient_key = :key and claimed_at > :from")
                .param("key", recipientKey)
                .param("from", OffsetDateTime.ofInstant(from, ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }
}
