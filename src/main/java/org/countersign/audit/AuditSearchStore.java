package org.countersign.audit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds entries in PostgreSQL. */
final class AuditSearchStore {

    private static final String NOTHING = "false";

    private final JdbcClient jdbc;

    AuditSearchStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A page of the entries that {@code query} finds. */
    List<AuditEntry> find(AuditQuery query, AuditQuery.Page page) {
        Condition condition = condition(query);
        String direction = page.newestFirst() ? "desc" : "asc";
        return jdbc.sql("select " + AuditRows.COLUMNS + " from audit_entry where " + condition.sql()
                        + " order by recorded_at " + direction + ", id " + direction
                        + " offset :offset limit :count")
                .params(condition.values())
                .param("offset", page.offset())
                .param("count", page.count())
                .query(AuditRows::read)
                .list();
    }

    /** How many entries {@code query} finds. */
    int count(AuditQuery query) {
        Condition condition = condition(query);
        return jdbc.sql("select count(*) from audit_entry where " + condition.sql())
                .params(condition.values())
                .query(Integer.class)
                .single();
    }

    private static Condition condition(AuditQuery query) {
        var condition = new Condition();
        condition.in("kind", names(query.kinds()));
        query.eventId().ifPresent(id -> condition.add("event_id = " + condition.value(id)));
        query.outcomes().ifPresent(outcomes -> condition.in("outcome", names(outcomes)));
        query.from().ifPresent(from -> condition.add("recorded_at >= " + condition.value(time(from))));
        query.before().ifPresent(before -> condition.add("recorded_at < " + condition.value(time(before))));
        query.patientKeys().ifPresent(keys -> condition.in("patient_key", keys));
        query.verifiers().ifPresent(verifiers -> condition.in("details ->> 'verifier'", verifiers));
        query.sender()
                .ifPresent(name -> condition.add(
                        "starts_with(lower(coalesce(nullif(details ->> 'sender', ''), details ->> 'feed')), lower("
                                + condition.value(name) + "))"));
        query.things().ifPresent(things -> condition.add(any(condition, things)));
        return condition;
    }

    private static String any(Condition condition, List<AuditQuery.Thing> things) {
        return things.isEmpty()
                ? NOTHING
                : things.stream().map(thing -> about(condition, thing)).collect(Collectors.joining(" or ", "(", ")"));
    }

    private static String about(Condition condition, AuditQuery.Thing thing) {
        return switch (thing) {
            case AuditQuery.Thing.ByChallenge challenge -> "challenge_id = " + condition.value(challenge.id());
            case AuditQuery.Thing.ByMessage message ->
                "details ->> 'controlId' = " + condition.value(message.controlId());
            case AuditQuery.Thing.ByLocalId local ->
                "patient_key = " + condition.value(local.patientKey()) + " or details ->> 'act' in ("
                        + Stream.of("Appointment/", "Encounter/", "MedicationRequest/", "DiagnosticReport/", "Invoice/")
                                .map(type -> condition.value(type + local.id()))
                                .collect(Collectors.joining(", "))
                        + ") and details ->> 'facility' = "
                        + condition.value(local.authority());
        };
    }

    private static List<String> names(Set<? extends Enum<?>> values) {
        return values.stream().map(Enum::name).toList();
    }

    private static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /** Conditions joined by "and", and the values that their parameters stand for. */
    private static final class Condition {

        private final List<String> parts = new ArrayList<>();
        private final Map<String, Object> values = new TreeMap<>();

        void add(String part) {
            parts.add(part);
        }

        void in(String expression, List<String> texts) {
            add(texts.isEmpty() ? NOTHING : expression + " in (" + value(texts) + ")");
        }

        /** A new parameter for {@code value}. */
        String value(Object value) {
            String name = "p" + values.size();
            values.put(name, value);
            return ":" + name;
        }

        String sql() {
            return String.join(" and ", parts);
        }

        Map<String, Object> values() {
            return values;
        }
    }
}
