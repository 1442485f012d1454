package org.countersign.audit;

import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The trail in PostgreSQL: one insert for each fact, in the transaction of what it tells. */
final class AuditTrailStore implements AuditTrail {

    /** Longer values are cut: a detail is a word or a number, not a text. */
    static final int MAX_VALUE = 300;

    private static final String INSERT = """
            insert into audit_entry (event_id, recorded_at, kind, outcome, challenge_id, inbox_id, patient_key, subject, details)
            values (:eventId, :recordedAt, :kind, :outcome, :challengeId, :inboxId, :patientKey, :subject, :details::jsonb)
            """;

    private final JdbcClient jdbc;
    private final SubjectSeal seal;

    AuditTrailStore(JdbcClient jdbc, SubjectSeal seal) {
        this.jdbc = jdbc;
        this.seal = seal;
    }

    @Override
    public void append(AuditFact fact) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("An audit entry is appended in the transaction of what it tells of");
        }
        jdbc.sql(INSERT)
                .param("eventId", UUID.randomUUID())
                .param("recordedAt", OffsetDateTime.ofInstant(fact.at().truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC))
                .param("kind", fact.kind().name())
                .param("outcome", fact.outcome().name())
                .param("challengeId", fact.challengeId().orElse(null), Types.OTHER)
                .param("inboxId", inboxId(fact), Types.BIGINT)
                .param(
                        "patientKey",
                        fact.subject().map(AuditSubject::patientKey).orElse(null),
                        Types.VARCHAR)
                .param(
                        "subject",
                        fact.subject().map(seal::close).map(Bytes::toArray).orElse(null),
                        Types.BINARY)
                .param("details", AuditRows.json(storable(fact.details())))
                .update();
    }

    private static @Nullable Long inboxId(AuditFact fact) {
        return fact.inboxId().isPresent() ? fact.inboxId().getAsLong() : null;
    }

    private static Map<String, String> storable(Map<String, String> details) {
        Map<String, String> storable = new TreeMap<>();
        details.forEach((name, value) -> storable.put(storable(name), storable(value)));
        return storable;
    }

    /** What PostgreSQL gives back as it was put in: no NUL, no half of a surrogate pair, not too long. */
    private static String storable(String value) {
        var text = new StringBuilder();
        value.codePoints()
                .limit(MAX_VALUE)
                .map(point -> point == 0 || Character.getType(point) == Character.SURROGATE ? 0xFFFD : point)
                .forEach(text::appendCodePoint);
        return text.toString();
    }
}
