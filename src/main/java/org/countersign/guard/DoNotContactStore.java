package org.countersign.guard;

import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The list of addresses that nobody is written to at. */
final class DoNotContactStore {

    private final JdbcClient jdbc;

    DoNotContactStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return whether it was not there yet, under any source */
    boolean put(String recipientKey, String source, Instant now) {
        return jdbc.sql("insert into do_not_contact values (:key, :source, :now) on conflict do nothing")
                        .param("key", recipientKey)
                        .param("source", source)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                > 0;
    }

    /** @return whether it was there */
    boolean remove(String recipientKey) {
        return jdbc.sql("delete from do_not_contact where recipient_key = :key")
                        .param("key", recipientKey)
                        .update()
                > 0;
    }

    /** @return whether it was there, from that source */
    boolean remove(String recipientKey, String source) {
        return jdbc.sql("delete from do_not_contact where recipient_key = :key and source = :source")
                        .param("key", recipientKey)
                        .param("source", source)
                        .update()
                > 0;
    }

    boolean hasAny(String... recipientKeys) {
        return jdbc.sql("select exists (select 1 from do_not_contact where recipient_key = any(:keys))")
                .param("keys", recipientKeys)
                .query(Boolean.class)
                .single();
    }
}
