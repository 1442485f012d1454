package org.countersign.archive;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Drops what is kept no longer, one batch a statement. What waits, what an open challenge came from and what is still to
 * be answered stays.
 */
final class RetentionRowStore {

    private static final String MAY_GO = """
             state <> 'WAITING' and not (state = 'FAILED' and received_at >= :failedSince)
             and not exists (select 1 from challenge where challenge.inbox_id = inbox.id and challenge.state = 'OPEN')
             and not exists (select 1 from answer where answer.inbox_id = inbox.id and answer.state = 'WAITING')
            """;

    private final JdbcClient jdbc;

    RetentionRowStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Sealed bytes of all messages. */
    long size() {
        return Objects.requireNonNullElse(
                jdbc.sql("select coalesce(sum(raw_size), 0) from inbox where raw_size > 0")
                        .query(Long.class)
                        .single(),
                0L);
    }

    /** Drops the bytes of messages that came before {@code before}; how many messages. */
    int dropBytesBefore(Instant before, Instant failedSince, int batch) {
        return jdbc.sql("update inbox set raw = '' where id in (select id from inbox where raw_size > 0"
                        + " and received_at < :before and" + MAY_GO + " order by received_at limit :batch)")
                .param("before", at(before))
                .param("failedSince", at(failedSince))
                .param("batch", batch)
                .update();
    }

    /** Drops the bytes of the oldest messages until {@code excess} bytes are free, or the batch is full. */
    int dropOldestBytes(long excess, Instant failedSince, int batch) {
        return jdbc.sql("update inbox set raw = '' where id in (select id from ("
                        + "select id, sum(raw_size) over (order by id) - raw_size as freed from ("
                        + "select id, raw_size from inbox where raw_size > 0 and" + MAY_GO
                        + " order by id limit :batch) oldest) counted where freed < :excess)")
                .param("excess", excess)
                .param("failedSince", at(failedSince))
                .param("batch", batch)
                .update();
    }

    /** Deletes rows without bytes that came before {@code before}: their duplicates are not known any more. */
    int deleteBefore(Instant before, Instant failedSince, int batch) {
        return jdbc.sql("delete from inbox where id in (select id from inbox where raw_size = 0"
                        + " and received_at < :before and" + MAY_GO + " order by received_at limit :batch)")
                .param("before", at(before))
                .param("failedSince", at(failedSince))
                .param("batch", batch)
                .update();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
