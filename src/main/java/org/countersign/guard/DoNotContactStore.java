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

    void put(String recipientKey, String source, Instant now) {
        jdbc.sql("insert into do_not_contact values (:key, :source, :now) on conflict do nothing")
                .param("key", recipientKey)
                .param("source", source)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void remove(String recipientKey) {
        jdbc.sql("delete from do_not_contact where recipient_key = :key")
                .param("key", recipientKey)
                .update();
    }

    void remove(String recipientKey, String source) {
        jdbc.sql("delete from do_not_contact where recipient_key = :key and source = :source")
                .param("key", recipientKey)
                .param("source", source)
                .update();
    }

    boolean hasAny(String... recipientKeys) {
        return jdbc.sql("select exists (select 1 from do_not_contact where recipient_key = any(:keys))")
                .param("keys", recipientKeys)
                .query(Boolean.class)
                .single();
    }
}
