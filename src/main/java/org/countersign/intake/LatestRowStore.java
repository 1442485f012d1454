package org.countersign.intake;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The messages that came last and whose bytes are kept. */
final class LatestRowStore {

    private final JdbcClient jdbc;

    LatestRowStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param raw sealed */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(long id, String feed, MessageFormat format, byte[] raw, Instant receivedAt) {}

    /** The newest first. */
    List<Row> list(int limit) {
        return jdbc.sql("select id, feed, format, raw, received_at from inbox where raw_size > 0"
                        + " order by id desc limit :limit")
                .param("limit", limit)
                .query((row, number) -> new Row(
                        row.getLong("id"),
                        row.getString("feed"),
                        MessageFormat.valueOf(row.getString("format")),
                        row.getBytes("raw"),
                        row.getObject("received_at", OffsetDateTime.class).toInstant()))
                .list();
    }
}
