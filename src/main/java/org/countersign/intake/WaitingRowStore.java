package org.countersign.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.countersign.challenge.PatientLockStore;
import org.countersign.event.Hl7v2Reader;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of the inbox that wait, patient by patient. */
final class WaitingRowStore {

    private final JdbcClient jdbc;
    private final PatientLockStore locks;

    WaitingRowStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.locks = new PatientLockStore(jdbc);
    }

    /**
     * A message that waits.
     *
     * @param format how the bytes are to be read
     * @param raw the bytes, sealed
     * @param peer subject of the sender's certificate; empty without one
     * @param connection that its sender may want to be answered on; empty otherwise
     * @param tries how often it failed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(
            long id,
            String feed,
            MessageFormat format,
            byte[] raw,
            String controlId,
            String type,
            String sender,
            String peer,
            String connection,
            String patientKey,
            int tries) {}

    /** The oldest waiting message of a patient, and since when it is due. */
    record Due(long id, String patientKey, Instant at) {}

    /** The key under which a patient's messages are worked off: another, where the record was merged into that one. */
    String head(String patientKey) {
        return jdbc.sql("select patient_head(:key)")
                .param("key", patientKey)
                .query(String.class)
                .single();
    }

    /** The patient of a row; empty when none of the patient's messages waits, as after most wake-ups of a busy one. */
    Optional<String> findWaitingPatient(long id) {
        return jdbc.sql("""
                        select patient_key from inbox
                        where id = :id and exists (select 1 from inbox waiting
                            where waiting.patient_key = inbox.patient_key and waiting.state = 'WAITING')
                        """).param("id", id).query(String.class).optional();
    }

    /** Waits until nobody else works for the patient, to the end of the transaction. */
    void lock(String patientKey) {
        locks.lock(patientKey);
    }

    /**
     * The oldest waiting message under any key of the patient that {@code head} stands for; empty while that one is not
     * due, since none may overtake it.
     */
    Optional<Row> next(String head, Instant now) {
        return jdbc.sql("""
                        select id, feed, format, raw, control_id, message_type, sender, peer, connection, patient_key, tries
                        from inbox
                        where due_at <= :now and id = (
                            select min(first.id) from patient_keys(:head) as known
                            cross join lateral (select id from inbox
                                where patient_key = known and state = 'WAITING' order by id limit 1) first)
                        """)
                .param("head", head)
                .param("now", at(now))
                .query((row, number) -> row(row))
                .optional();
    }

    /** The message, while it waits. */
    Optional<Row> findWaiting(long id) {
        return jdbc.sql("""
                        select id, feed, format, raw, control_id, message_type, sender, peer, connection, patient_key, tries
                        from inbox where id = :id and state = 'WAITING'
                        """).param("id", id).query((row, number) -> row(row)).optional();
    }

    /** Waiting merges (HL7 v2) that came before message {@code id}, the oldest first. */
    List<Long> mergesBefore(long id) {
        return jdbc.sql("""
                        select id from inbox
                        where state = 'WAITING' and message_type like 'ADT^A%' and message_type = any(:types) and id < :id
                        order by id
                        """)
                .param("types", Hl7v2Reader.merges().toArray(String[]::new))
                .param("id", id)
                .query(Long.class)
                .list();
    }

    /** Whether a message under any key of the patient that came before message {@code id} still waits. */
    boolean isWaitingBefore(String head, long id) {
        return jdbc.sql("""
                        select exists (select 1 from patient_keys(:head) as known
                            where exists (select 1 from inbox
                                where patient_key = known and state = 'WAITING' and id < :id))
                        """)
                .param("head", head)
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    void finish(long id, RowState state, String reason, Instant now) {
        jdbc.sql("update inbox set state = :state, reason = :reason, drained_at = :now where id = :id")
                .param("state", state.name())
                .param("reason", reason)
                .param("now", at(now))
                .param("id", id)
                .update();
    }

    /**
     * Counts a failed try, and waits until {@code due} for the next.
     *
     * @return false when another has worked on the row since {@code row} was read
     */
    boolean retry(Row row, String reason, Instant due) {
        return jdbc.sql("""
                        update inbox set tries = tries + 1, reason = :reason, due_at = :due
                        where id = :id and state = 'WAITING' and tries = :tries
                        """)
                        .param("reason", reason)
                        .param("due", at(due))
                        .param("id", row.id())
                        .param("tries", row.tries())
                        .update()
                == 1;
    }

    /** The oldest waiting message of each patient whose turn came before {@code before}. */
    List<Due> overdue(Instant before, int limit) {
        return jdbc.sql("""
                        select id, patient_key, due_at from inbox waiting
                        where state = 'WAITING' and due_at <= :before
                          and not exists (select 1 from inbox older where older.state = 'WAITING'
                                            and older.patient_key = waiting.patient_key and older.id < waiting.id)
                        order by due_at, id limit :limit
                        """)
                .param("before", at(before))
                .param("limit", limit)
                .query((row, number) -> new Due(
                        row.getLong("id"),
                        row.getString("patient_key"),
                        row.getObject("due_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("id"),
                row.getString("feed"),
                MessageFormat.valueOf(row.getString("format")),
                row.getBytes("raw"),
                row.getString("control_id"),
                row.getString("message_type"),
                row.getString("sender"),
                row.getString("peer"),
                row.getString("connection"),
                row.getString("patient_key"),
                row.getInt("tries"));
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
