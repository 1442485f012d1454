package org.countersign.fhirintake;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How far each subscription and each polled type was listened to. Moved in the transaction that stores what was heard. */
final class CursorStore {

    private final JdbcClient jdbc;

    CursorStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A place in what a server tells.
     *
     * @param lastUpdated all that was written before it is stored
     * @param eventNumber all events up to it are stored
     */
    record Cursor(Optional<Instant> lastUpdated, long eventNumber) {}

    Optional<Cursor> find(String name) {
        return jdbc.sql("select last_updated, event_number from fhir_cursor where name = :name")
                .param("name", name)
                .query((row, number) -> new Cursor(
                        Optional.ofNullable(row.getObject("last_updated", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant),
                        row.getLong("event_number")))
                .optional();
    }

    /** Moves on; never back, so that of two that listen at a time the farther one counts. */
    void move(String name, Optional<Instant> lastUpdated, long eventNumber, Instant now) {
        jdbc.sql("""
                        insert into fhir_cursor (name, last_updated, event_number, heard_at)
                        values (:name, :updated::timestamptz, :number, :now)
                        on conflict (name) do update set
                            last_updated = greatest(fhir_cursor.last_updated, excluded.last_updated),
                            event_number = greatest(fhir_cursor.event_number, excluded.event_number),
                            heard_at = excluded.heard_at
                        """)
                .param("name", name)
                .param("updated", lastUpdated.map(CursorStore::at).orElse(null))
                .param("number", eventNumber)
                .param("now", at(now))
                .update();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
