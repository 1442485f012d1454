package org.countersign.intake;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of the inbox that somebody wants processed again. */
final class ReplayRowStore {

    private static final String COLUMNS =
            "id, feed, format, raw, message_type, control_id, patient_key, state, drained_at is not null as drained";

    private final JdbcClient jdbc;

    ReplayRowStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A message that is stored.
     *
     * @param format how the bytes are to be read
     * @param raw the bytes, sealed; none once retention dropped them
     * @param drained whether it was ever processed; what was refused on arrival was not
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(
            long id,
            String feed,
            MessageFormat format,
            byte[] raw,
            String type,
            String controlId,
            String patientKey,
            RowState state,
            boolean drained) {}

    Optional<Row> find(long id) {
        return jdbc.sql("select " + COLUMNS + " from inbox where id = :id")
                .param("id", id)
                .query((row, number) -> row(row))
                .optional();
    }

    /** The key under which the patient's messages are worked off. */
    String head(String patientKey) {
        return new WaitingRowStore(jdbc).head(patientKey);
    }

    /** Waits until nobody else works for the patient, to the end of the transaction. */
    void lock(String patientKey) {
        new WaitingRowStore(jdbc).lock(patientKey);
    }

    /** What was processed of the patient's and came after {@code id}, the newest first. */
    List<Row> later(String patientKey, long id, int limit) {
        return jdbc.sql("select " + COLUMNS + """
                         from inbox
                        where patient_key in (select patient_keys(patient_head(:patientKey))) and id > :id and state = 'DONE' and raw_size > 0
                        order by id desc limit :limit
                        """)
                .param("patientKey", patientKey)
                .param("id", id)
                .param("limit", limit)
                .query((row, number) -> row(row))
                .list();
    }

    void finish(long id, RowState state, String reason, Instant now) {
        new WaitingRowStore(jdbc).finish(id, state, reason, now);
    }

    /** Lets a message wait again as if it had come just now, with all its tries before it. */
    void restart(long id, Instant now) {
        jdbc.sql("update inbox set state = 'WAITING', reason = '', tries = 0, due_at = :now where id = :id")
                .param("now", at(now))
                .param("id", id)
                .update();
    }

    /** Stores what takes the place of {@code corrected}. */
    long insert(Arrival arrival, long corrected) {
        return jdbc.sql("""
                        insert into inbox (received_at, feed, dedupe_key, sha256, raw, patient_key, message_type,
                                           control_id, sender, state, reason, due_at, corrects)
                        values (:at, :feed, :key, :sha256, :raw, :patientKey, :type, :controlId, :sender, :state,
                                :reason, :at, :corrects)
                        returning id
                        """)
                .param("at", at(arrival.receivedAt()))
                .param("feed", arrival.feed())
                .param("key", arrival.key(), Types.VARCHAR)
                .param("sha256", arrival.sha256())
                .param("raw", arrival.raw())
                .param("patientKey", arrival.patientKey())
                .param("type", arrival.type())
                .param("controlId", arrival.controlId())
                .param("sender", arrival.sender())
                .param("state", arrival.state().name())
                .param("reason", arrival.reason())
                .param("corrects", corrected)
                .query(Long.class)
                .single();
    }

    /** The row that is known by {@code key}. */
    Optional<Long> findByKey(String key) {
        return jdbc.sql("select id from inbox where dedupe_key = :key")
                .param("key", key)
                .query(Long.class)
                .optional();
    }

    private static Row row(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Row(
                row.getLong("id"),
                row.getString("feed"),
                MessageFormat.valueOf(row.getString("format")),
                row.getBytes("raw"),
                row.getString("message_type"),
                row.getString("control_id"),
                row.getString("patient_key"),
                RowState.valueOf(row.getString("state")),
                row.getBoolean("drained"));
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
