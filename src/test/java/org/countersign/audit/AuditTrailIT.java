package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.countersign.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class AuditTrailIT {

    private static TestDatabase database;

    private final SubjectSeal seal = new SubjectSeal(AuditFacts.KEYS);
    private final AuditTrail trail = new AuditTrailStore(database.jdbc(), seal);
    private final ChainStore store = new ChainStore(template());

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.jdbc().sql("truncate audit_entry").update();
    }

    @Test
    void aRollbackLeavesNothingBehind() {
        database.transactions().executeWithoutResult(transaction -> {
            trail.append(AuditFacts.fact(AuditKind.CODE_SENT));
            transaction.setRollbackOnly();
        });

        assertThat(store.unsealed(10)).isEmpty();
    }

    @Test
    void aCommitLeavesOneEntryAsItWasAppended() {
        AuditFact fact = AuditFacts.fact(AuditKind.CODE_SENT);
        append(fact);

        AuditEntry entry = only(store.unsealed(10));
        assertThat(entry.auditKind()).isEqualTo(fact.kind());
        assertThat(entry.auditOutcome()).isEqualTo(fact.outcome());
        assertThat(entry.recordedAt()).isEqualTo(fact.at().truncatedTo(ChronoUnit.MICROS));
        assertThat(entry.challengeId()).isEqualTo(fact.challengeId());
        assertThat(entry.inboxId()).isEqualTo(fact.inboxId());
        assertThat(entry.details()).isEqualTo(fact.details());
        assertThat(seal.open(entry)).isEqualTo(fact.subject());
        assertThat(entry.link()).isEmpty();
    }

    @Test
    void appendingWithoutATransactionFails() {
        assertThatThrownBy(() -> trail.append(AuditFacts.fact(AuditKind.CODE_SENT)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store.unsealed(10)).isEmpty();
    }

    @Test
    void thePatientIsNotReadableInTheDatabase() {
        append(AuditFacts.fact(AuditKind.CODE_SENT));

        String row = database.jdbc()
                .sql("select e::text || encode(subject, 'escape') from audit_entry e")
                .query(String.class)
                .single();
        assertThat(row).doesNotContain("MRN-1");
        assertThat(new String(only(store.unsealed(10)).subject().orElseThrow().toArray(), StandardCharsets.ISO_8859_1))
                .doesNotContain("MRN-1");
    }

    @Test
    void detailsThatPostgresCannotHoldAreMendedAndLongOnesCut() {
        append(AuditFacts.fact(
                AuditKind.MESSAGE_FAILED,
                Map.of("reason", "nul \0 half \ud800 end", "type", "x".repeat(AuditTrailStore.MAX_VALUE + 1))));

        AuditEntry entry = only(store.unsealed(10));
        assertThat(entry.detail("reason")).isEqualTo("nul \ufffd half \ufffd end");
        assertThat(entry.detail("type")).hasSize(AuditTrailStore.MAX_VALUE);
    }

    private void append(AuditFact fact) {
        database.transactions().executeWithoutResult(transaction -> trail.append(fact));
    }

    private static AuditEntry only(List<AuditEntry> entries) {
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    private static JdbcTemplate template() {
        return new JdbcTemplate(database.dataSource());
    }
}
