package org.countersign.archive;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds stored messages. */
final class MessageSearchStore {

    private static final String SELECT = """
            select id, received_at, feed, message_type, control_id, sender, state, reason, tries, raw_size > 0 as kept,
                   corrects,
                   (select max(newer.id) from inbox newer where newer.corrects = inbox.id) as corrected_by,
                   array(select challenge.id from challenge where inbox_id = inbox.id order by issued_at) as challenges
            from inbox
            """;

    private static final String AUDIT = "/fhir/AuditEvent?entity.identifier=";
    private static final String CONTROL_IDS = "https://countersign.org/fhir/NamingSystem/control-id|";

    private final JdbcClient jdbc;

    MessageSearchStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The bytes of a message and what is told of a look at them.
     *
     * @param raw sealed; none once retention dropped them
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Content(byte[] raw, String feed, String type, String controlId) {}

    /** The newest first. */
    List<StoredMessage> list(MessageSearch search) {
        Conditions where = new Conditions();
        search.controlId().ifPresent(value -> where.add("control_id = :controlId", "controlId", value));
        search.patientKey().ifPresent(value -> where.add("patient_key = :patientKey", "patientKey", value));
        search.type().ifPresent(value -> where.add("message_type = :type", "type", value));
        search.feed().ifPresent(value -> where.add("feed = :feed", "feed", value));
        search.from().ifPresent(value -> where.add("received_at >= :from", "from", at(value)));
        search.to().ifPresent(value -> where.add("received_at < :to", "to", at(value)));
        search.before().ifPresent(value -> where.add("id < :before", "before", value));
        if (!search.states().isEmpty()) {
            where.add("state in (:states)", "states", search.states());
        }
        if (search.uncorrected()) {
            where.parts.add("not exists (select 1 from inbox newer where newer.corrects = inbox.id)");
        }
        return jdbc.sql(SELECT + where.sql() + " order by id desc limit :limit")
                .params(where.values)
                .param("limit", search.limit())
                .query((row, number) -> message(row))
                .list();
    }

    Optional<StoredMessage> find(long id) {
        return jdbc.sql(SELECT + " where id = :id")
                .param("id", id)
                .query((row, number) -> message(row))
                .optional();
    }

    Optional<Content> findContent(long id) {
        return jdbc.sql("select raw, feed, message_type, control_id from inbox where id = :id")
                .param("id", id)
                .query((row, number) ->
                        new Content(row.getBytes(1), row.getString(2), row.getString(3), row.getString(4)))
                .optional();
    }

    private static StoredMessage message(ResultSet row) throws SQLException {
        String controlId = row.getString("control_id");
        return new StoredMessage(
                row.getLong("id"),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                row.getString("feed"),
                row.getString("message_type"),
                controlId,
                row.getString("sender"),
                row.getString("state").toLowerCase(Locale.ROOT),
                row.getString("reason"),
                row.getInt("tries"),
                row.getBoolean("kept"),
                id(row, "corrects"),
                id(row, "corrected_by"),
                Stream.of((UUID[]) row.getArray("challenges").getArray())
                        .map(StoredMessage::challenge)
                        .toList(),
                controlId.isEmpty() ? null : audit(controlId));
    }

    private static String audit(String controlId) {
        return AUDIT + URLEncoder.encode(CONTROL_IDS + controlId, StandardCharsets.UTF_8);
    }

    private static @Nullable Long id(ResultSet row, String column) throws SQLException {
        long id = row.getLong(column);
        return row.wasNull() ? null : id;
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static final class Conditions {

        private final List<String> parts = new ArrayList<>();
        private final Map<String, Object> values = new HashMap<>();

        void add(String part, String name, Object value) {
            parts.add(part);
            values.put(name, value);
        }

        String sql() {
            return parts.isEmpty() ? "" : " where " + String.join(" and ", parts);
        }
    }
}
