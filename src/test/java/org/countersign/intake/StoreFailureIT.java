package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.countersign.testing.MutableClock;
import org.countersign.testing.RecordingWakeUps;
import org.countersign.testing.TestKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A full disk and a PostgreSQL that is gone: the sender is asked to try again, or hears nothing, and never AA or CA. */
class StoreFailureIT {

    private static final List<String> WISHES = List.of("", "AL|NE", "AL|AL", "ER|SU", "SU|NE", "NE|AL", "NE|NE");
    private static final List<String> ANSWERS = List.of("AE", "CE", "CE", "CE", "", "AE", "");

    private static IntakeParts parts;

    @BeforeAll
    static void start() {
        parts = IntakeParts.open();
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    /** The trigger stands where PostgreSQL extends a file: at the insert, and at the commit. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "create trigger full_disk before insert on inbox for each row execute function full_disk()",
                "create constraint trigger full_disk after insert on inbox deferrable initially deferred"
                        + " for each row execute function full_disk()"
            })
    void onAFullDiskNothingIsAcceptedAndTheSameMessageIsTakenLater(String trigger) {
        parts.empty();
        parts.jdbc().sql("""
                        create or replace function full_disk() returns trigger language plpgsql as $$
                        begin raise exception 'could not extend file: No space left on device' using errcode = '53100';
                        end $$
                        """).update();
        parts.jdbc().sql(trigger).update();
        try {
            for (int i = 0; i < WISHES.size(); i++) {
                assertThat(code(parts.accept("one", message(i)))).isEqualTo(ANSWERS.get(i));
            }
            String batch = "BHS|^~\\&|SCHED|GOOD\r" + message(0) + message(1) + "BTS|2\r";
            assertThat(parts.accept("one", batch)).contains("MSA|AE|C0", "MSA|CE|C1");
        } finally {
            parts.jdbc().sql("drop trigger full_disk on inbox").update();
        }
        assertThat(parts.rows()).isEmpty();
        assertThat(code(parts.accept("one", message(0)))).isEqualTo("AA");
        assertThat(code(parts.accept("one", message(1)))).isEqualTo("CA");
    }

    @Test
    void whilePostgresIsGoneNothingIsAccepted() throws IOException {
        try (HikariDataSource nobody = nobody();
                EventInbox inbox = new EventInbox(
                        new InboxStore(new JdbcTemplate(nobody), (id, connection) -> {}),
                        new TransactionTemplate(new JdbcTransactionManager(nobody)),
                        new RecordingWakeUps(),
                        IntakeParts.settings(Map.of()))) {
            var clock = new MutableClock(IntakeParts.NOW);
            EventIntake intake = new EventIntake(
                    parts.feeds, inbox, new Acknowledgement(clock), TestKeys.ring(), TestKeys.pseudonyms(), clock);
            for (int i = 0; i < WISHES.size(); i++) {
                byte[] answer = intake.accept(
                                message(i).getBytes(StandardCharsets.US_ASCII), "one", false, Peer.UNKNOWN)
                        .toCompletableFuture()
                        .join();
                assertThat(code(new String(answer, StandardCharsets.US_ASCII))).isEqualTo(ANSWERS.get(i));
            }
        }
    }

    /** A pool of a server that is not there. */
    private static HikariDataSource nobody() throws IOException {
        HikariConfig config = new HikariConfig();
        try (ServerSocket free = new ServerSocket(0)) {
            config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + free.getLocalPort() + "/hub");
        }
        config.setConnectionTimeout(300);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static String message(int wish) {
        String fields = WISHES.get(wish).isEmpty() ? "" : "|||" + WISHES.get(wish);
        return Messages.booking("C" + wish, "P1", "A1").replace("|P|2.5.1", "|P|2.5.1" + fields);
    }

    private static String code(String answer) {
        int msa = answer.indexOf("\rMSA|");
        return msa < 0 ? answer : answer.substring(msa + 5, msa + 7);
    }
}
