package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import org.countersign.VerifyAudit;
import org.countersign.testing.TestDatabase;
import org.countersign.testing.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

class VerifyAuditIT {

    @TempDir
    Path data;

    private final TestDatabase database = TestDatabase.create();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void fill() throws Exception {
        Files.writeString(data.resolve("keyring"), "1 " + Base64.getEncoder().encodeToString(TestKeys.secret()) + "\n");
        AuditTrail trail = new AuditTrailStore(database.jdbc(), new SubjectSeal(AuditFacts.KEYS));
        for (AuditKind kind : AuditKind.values()) {
            database.transactions().executeWithoutResult(open -> trail.append(AuditFacts.fact(kind)));
        }
        new AuditChain(
                        new ChainStore(new JdbcTemplate(database.dataSource())),
                        new DataSourceTransactionManager(database.dataSource()),
                        AuditFacts.KEYS,
                        Clock.systemUTC(),
                        new AuditProperties.Chain(500, 1000))
                .seal();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anIntactTrailIsSaidToBeIntact() {
        assertThat(verify()).as(printed::toString).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("The audit trail is intact: " + AuditKind.values().length
                        + " entries, 1 signed checkpoints.\n");
    }

    @Test
    void aTrailThatWasAlteredIsSaidToBeBroken() {
        database.jdbc()
                .sql("update audit_entry set outcome = 'SUCCESS' where kind = 'CODE_REFUSED'")
                .update();

        assertThat(verify()).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("broken at entry " + (AuditKind.CODE_REFUSED.ordinal() + 1));
    }

    @Test
    void whatCannotBeCheckedIsNotSaidToBeIntact() {
        database.jdbc().sql("drop table audit_entry").update();

        assertThat(verify()).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("The audit trail could not be checked: ");
    }

    private int verify() {
        return VerifyAudit.run(
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                "--countersign.database.url=" + database.jdbcUrl(),
                "--countersign.data=" + data,
                "--countersign.keys.file=" + data.resolve("keyring"));
    }
}
