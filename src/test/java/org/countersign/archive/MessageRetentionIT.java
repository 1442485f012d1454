package org.countersign.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.countersign.intake.EventIntake;
import org.countersign.intake.Peer;
import org.countersign.testing.ApiClient;
import org.countersign.testing.MutableClock;
import org.countersign.testing.WebHub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** What is dropped when, and what never is. */
@SpringBootTest(
        classes = ArchiveHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"countersign.api.key=" + ApiClient.KEY, "countersign.console.password=" + WebHub.PASSWORD})
class MessageRetentionIT {

    @LocalServerPort
    private int port;

    @Autowired
    private EventIntake intake;

    @Autowired
    private MutableClock clock;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void empty() {
        clock.advance(Duration.between(clock.instant(), WebHub.START));
        jdbc.sql("truncate inbox, challenge, answer, audit_entry cascade").update();
    }

    @Test
    void bytesGoByAgeButNotOfWhatWaitsOrFailedLately() {
        long old = row("C1", "DONE", 31);
        row("C2", "DONE", 29);
        row("C3", "WAITING", 400);
        row("C4", "FAILED", 89);
        long failed = row("C5", "FAILED", 91);
        sweep(DataSize.ofGigabytes(10));
        assertThat(dropped()).containsExactly(old, failed);
        assertThat(new ApiClient(port).get("/v1/messages/" + old).statusCode()).isEqualTo(410);
    }

    @Test
    void aMessageWhoseChallengeIsOpenStays() {
        long id = row("C1", "DONE", 31);
        challenge(id, "OPEN");
        sweep(DataSize.ofBytes(0));
        assertThat(dropped()).isEmpty();
        jdbc.sql("update challenge set state = 'EXPIRED'").update();
        sweep(DataSize.ofBytes(0));
        assertThat(dropped()).containsExactly(id);
    }

    @Test
    void aMessageThatIsStillToBeAnsweredStays() {
        long id = row("C1", "DONE", 31);
        jdbc.sql("insert into answer (message_id, created_at, destination, kind, patient_key, inbox_id, outcome, state,"
                        + " due_at) values (gen_random_uuid(), now(), 'pharmacy', 'REFILL', 'p', :id, 'VERIFIED',"
                        + " 'WAITING', now())")
                .param("id", id)
                .update();
        sweep(DataSize.ofBytes(0));
        assertThat(dropped()).isEmpty();
        jdbc.sql("update answer set state = 'SENT'").update();
        sweep(DataSize.ofBytes(0));
        assertThat(dropped()).containsExactly(id);
    }

    @Test
    void beyondTheSizeTheOldestGoFirstAndNoMoreThanMust() {
        List<Long> ids =
                List.of(row("C1", "DONE", 9), row("C2", "FAILED", 8), row("C3", "DONE", 7), row("C4", "DONE", 6));
        long all = jdbc.sql("select sum(raw_size) from inbox").query(Long.class).single();
        long first = jdbc.sql("select raw_size from inbox where id = :id")
                .param("id", ids.getFirst())
                .query(Long.class)
                .single();
        sweep(DataSize.ofBytes(all));
        assertThat(dropped()).isEmpty();
        sweep(DataSize.ofBytes(all - first - 1));
        assertThat(dropped()).containsExactly(ids.get(0), ids.get(2));
        sweep(DataSize.ofBytes(0));
        assertThat(dropped()).containsExactly(ids.get(0), ids.get(2), ids.get(3));
    }

    @Test
    void aLateDuplicateStillGetsItsFirstAnswerUntilTheRowGoes() {
        String message = SiuMessages.booking("C1", "P1", "A1");
        String first = accept(message);
        age("DONE", 31);
        sweep(DataSize.ofGigabytes(10));
        assertThat(accept(message)).isEqualTo(first);
        assertThat(accept(message.replace("A1", "A2"))).contains("MSA|AE", "|205^");
        jdbc.sql("delete from inbox where state = 'CONFLICT'").update();
        age("DONE", 181);
        sweep(DataSize.ofGigabytes(10));
        assertThat(jdbc.sql("select count(*) from inbox").query(Long.class).single())
                .isZero();
        assertThat(accept(message)).isNotEqualTo(first).contains("MSA|AA");
    }

    private void sweep(DataSize size) {
        var settings = new RetentionProperties(Duration.ofDays(30), size, Duration.ofDays(90), Duration.ofDays(180));
        new MessageRetention(new RetentionRowStore(jdbc), settings, clock).sweep();
    }

    private String accept(String message) {
        return new String(
                intake.accept(message.getBytes(StandardCharsets.ISO_8859_1), "scheduling", false, Peer.UNKNOWN)
                        .toCompletableFuture()
                        .join(),
                StandardCharsets.ISO_8859_1);
    }

    private long row(String controlId, String state, int days) {
        accept(SiuMessages.booking(controlId, controlId, controlId));
        return age(state, days);
    }

    /** Sets state and age of the latest message. */
    private long age(String state, int days) {
        Instant received = clock.instant().minus(Duration.ofDays(days));
        return jdbc.sql("update inbox set state = :state, received_at = :at where id = (select max(id) from inbox)"
                        + " returning id")
                .param("state", state)
                .param("at", received.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    private void challenge(long inboxId, String state) {
        jdbc.sql("""
                        insert into challenge (id, version, tag, inbox_id, facility, purpose, policy, act_key, act,
                            patient_key, binding, key_epoch, generation, code_length, state, tries, max_tries, issued_at,
                            expires_at, locale, sealed, progress, turn)
                        values (gen_random_uuid(), 0, 'XXX', :inboxId, '', '', '', 'k', '', '', '', 1, 1, 6, :state, 0, 3,
                            now(), now(), 'en', '', '{}', 1)
                        """).param("inboxId", inboxId).param("state", state).update();
    }

    private List<Long> dropped() {
        return jdbc.sql("select id from inbox where raw_size = 0 order by id")
                .query(Long.class)
                .list();
    }
}
