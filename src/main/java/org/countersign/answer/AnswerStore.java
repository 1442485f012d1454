package org.countersign.answer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Answers in PostgreSQL. Writes belong to the caller's transaction. */
final class AnswerStore {

    private static final String COLUMNS = "id, message_id, created_at, destination, kind, patient_key, challenge_id,"
            + " inbox_id, act, outcome, in_doubt, sending, tries";

    private static final String OLDEST = "select " + COLUMNS + ", due_at from answer where destination = :destination"
            + " and patient_key = :patientKey and state = 'WAITING' order by id limit 1";

    private final JdbcClient jdbc;

    AnswerStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is answered: the feed that it came by, its type, {@code SIU^S12}, and its number, {@code Task/4711}. */
    record Request(String feed, String type, String controlId) {}

    /** An answer that is due, and since when. */
    record Due(long id, String route, String patientKey, Instant at) {}

    Optional<Request> findRequest(long inboxId) {
        return jdbc.sql("select feed, message_type, control_id from inbox where id = :id")
                .param("id", inboxId)
                .query((row, number) ->
                        new Request(row.getString("feed"), row.getString("message_type"), row.getString("control_id")))
                .optional();
    }

    /** The bytes of the message that is answered, sealed. */
    Optional<byte[]> findSealed(long inboxId) {
        return jdbc.sql("select raw from inbox where id = :id")
                .param("id", inboxId)
                .query((row, number) -> row.getBytes("raw"))
                .optional();
    }

    /** Keeps a new answer, due at once; its id. */
    long insert(Answer answer) {
        return jdbc.sql("""
                        insert into answer (message_id, created_at, destination, kind, patient_key, challenge_id,
                            inbox_id, act, outcome, state, due_at)
                        values (:messageId, :createdAt, :destination, :kind, :patientKey, :challengeId::uuid,
                            :inboxId::bigint, :act, :outcome, 'WAITING', :createdAt)
                        returning id
                        """)
                .param("messageId", answer.messageId())
                .param("createdAt", at(answer.createdAt()))
                .param("destination", answer.destination())
                .param("kind", answer.kind().name())
                .param("patientKey", answer.patientKey())
                .param("challengeId", answer.challengeId().map(UUID::toString).orElse(null))
                .param(
                        "inboxId",
                        answer.inboxId().isPresent()
                                ? Long.toString(answer.inboxId().getAsLong())
                                : null)
                .param("act", answer.act())
                .param("outcome", answer.outcome())
                .query(Long.class)
                .single();
    }

    Optional<Answer> find(long id) {
        return jdbc.sql("select " + COLUMNS + " from answer where id = :id")
                .param("id", id)
                .query(AnswerStore::read)
                .optional();
    }

    /**
     * Takes the oldest answer that waits for this patient and destination, if it is due: none overtakes another. Who
     * took one that is being sent finds it in doubt, since its sender broke off.
     *
     * @param lease until when nobody else takes it
     * @return the answer as it was, its tries counted
     */
    Optional<Answer> claim(String destination, String patientKey, Instant now, Instant lease) {
        Optional<Answer> oldest = jdbc.sql("select * from (" + OLDEST + " for update) oldest where due_at <= :now")
                .param("destination", destination)
                .param("patientKey", patientKey)
                .param("now", at(now))
                .query(AnswerStore::read)
                .optional();
        oldest.ifPresent(answer -> jdbc.sql(
                        "update answer set sending = true, in_doubt = :doubt, tries = :tries, due_at = :lease where id = :id")
                .param("doubt", answer.inDoubt())
                .param("tries", answer.tries())
                .param("lease", at(lease))
                .param("id", answer.id())
                .update());
        return oldest;
    }

    /**
     * Lets a claimed answer wait for its next try.
     *
     * @return false when another has taken it since
     */
    boolean putOff(Answer claimed, boolean inDoubt, String reason, Instant due) {
        return jdbc.sql("""
                        update answer set sending = false, in_doubt = :doubt, reason = :reason, due_at = :due
                        where id = :id and state = 'WAITING' and tries = :tries
                        """)
                        .param("doubt", inDoubt)
                        .param("reason", reason)
                        .param("due", at(due))
                        .param("id", claimed.id())
                        .param("tries", claimed.tries())
                        .update()
                == 1;
    }

    /** Ends an answer; false when it has ended already. */
    boolean settle(long id, AnswerState state, String reason, Instant now) {
        return jdbc.sql("""
                        update answer set state = :state, sending = false, reason = :reason, settled_at = :now
                        where id = :id and state = 'WAITING'
                        """)
                        .param("state", state.name())
                        .param("reason", reason)
                        .param("now", at(now))
                        .param("id", id)
                        .update()
                == 1;
    }

    /** The oldest answer that waits for a patient and a destination, due or not. */
    Optional<Answer> findNext(String destination, String patientKey) {
        return jdbc.sql(OLDEST)
                .param("destination", destination)
                .param("patientKey", patientKey)
                .query(AnswerStore::read)
                .optional();
    }

    /** What is due of the oldest answers of each patient and destination. */
    List<Due> overdue(Instant now, int limit) {
        return jdbc.sql("""
                        select id, destination, kind, patient_key, due_at from answer waiting
                        where state = 'WAITING' and due_at <= :now
                          and not exists (select 1 from answer older where older.state = 'WAITING'
                                            and older.destination = waiting.destination
                                            and older.patient_key = waiting.patient_key and older.id < waiting.id)
                        order by due_at, id limit :limit
                        """)
                .param("now", at(now))
                .param("limit", limit)
                .query((row, number) -> new Due(
                        row.getLong("id"),
                        Answer.route(row.getString("destination"), AnswerKind.valueOf(row.getString("kind"))),
                        row.getString("patient_key"),
                        row.getObject("due_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Owes what went, or was to go, on an earlier connection of a message on another one, whatever came of it there. */
    void redirect(long inboxId, String destination, Instant due) {
        jdbc.sql("""
                        update answer set destination = :destination, state = 'WAITING', sending = false,
                            in_doubt = false, reason = '', created_at = :due, due_at = :due, settled_at = null
                        where inbox_id = :inboxId and kind = 'ACKNOWLEDGEMENT' and destination like 'connection:%'
                        """)
                .param("destination", destination)
                .param("due", at(due))
                .param("inboxId", inboxId)
                .update();
    }

    /** What is due on connections, whichever node has them. */
    List<Answer> dueOnConnections(Instant now, int limit) {
        return jdbc.sql("select " + COLUMNS + " from answer where state = 'WAITING' and due_at <= :now"
                        + " and destination like 'connection:%' order by due_at, id limit :limit")
                .param("now", at(now))
                .param("limit", limit)
                .query(AnswerStore::read)
                .list();
    }

    long count(AnswerState state) {
        return jdbc.sql("select count(*) from answer where state = '" + state.name() + "'")
                .query(Long.class)
                .single();
    }

    private static Answer read(ResultSet row, int number) throws SQLException {
        String challenge = row.getString("challenge_id");
        long inboxId = row.getLong("inbox_id");
        boolean hasInboxId = !row.wasNull();
        return new Answer(
                row.getLong("id"),
                row.getObject("message_id", UUID.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("destination"),
                AnswerKind.valueOf(row.getString("kind")),
                row.getString("patient_key"),
                Optional.ofNullable(challenge).map(UUID::fromString),
                hasInboxId ? OptionalLong.of(inboxId) : OptionalLong.empty(),
                row.getString("act"),
                row.getString("outcome"),
                row.getBoolean("in_doubt") || row.getBoolean("sending"),
                row.getInt("tries") + 1);
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
