package org.countersign.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code audit_entry} as an {@link AuditEntry}, and its details as JSON. */
final class AuditRows {

    /** What {@link #read} wants to be selected. */
    static final String COLUMNS =
            "id, event_id, recorded_at, kind, outcome, challenge_id, inbox_id, patient_key, subject,"
                    + " details::text as details, sequence, hash";

    private static final ObjectMapper JSON = new ObjectMapper();

    private AuditRows() {}

    static AuditEntry read(ResultSet row, int number) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                row.getObject("event_id", UUID.class),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("kind"),
                row.getString("outcome"),
                Optional.ofNullable(row.getObject("challenge_id", UUID.class)),
                number(row, "inbox_id"),
                Optional.ofNullable(row.getString("patient_key")),
                bytes(row.getBytes("subject")),
                details(row.getString("details")),
                link(row));
    }

    static String json(Map<String, String> details) {
        try {
            return JSON.writeValueAsString(details);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of texts cannot be written as JSON");
        }
    }

    private static SortedMap<String, String> details(String json) {
        SortedMap<String, String> details = new TreeMap<>();
        try {
            JsonNode tree = JSON.readTree(json);
            if (!tree.isObject()) {
                details.put("", tree.toString());
            }
            tree.properties().forEach(field -> details.put(field.getKey(), value(field.getValue())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A jsonb column does not hold JSON");
        }
        return details;
    }

    /** The hub writes texts only; anything else is told apart by a character that no text of ours can hold. */
    private static String value(JsonNode value) {
        return value.isTextual() ? value.asText() : "\0" + value;
    }

    private static Optional<Link> link(ResultSet row) throws SQLException {
        OptionalLong sequence = number(row, "sequence");
        Bytes hash = bytes(row.getBytes("hash")).orElse(Bytes.of(new byte[0]));
        return sequence.isPresent() ? Optional.of(new Link(sequence.getAsLong(), hash)) : Optional.empty();
    }

    private static OptionalLong number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static Optional<Bytes> bytes(byte @Nullable [] value) {
        return Optional.ofNullable(value).map(Bytes::of);
    }
}
