package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.countersign.audit.AuditFact;
import org.countersign.audit.AuditTrail;
import org.countersign.challenge.ChallengeIssuer;
import org.countersign.event.Hl7v2Reader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** What becomes of the rows: in order for each patient, once, and never stuck behind one that fails. */
class InboxDrainIT {

    private static IntakeParts parts;

    private final FailingTrail trail = new FailingTrail();
    private InboxDrain drain;

    @BeforeAll
    static void start() {
        parts = IntakeParts.open();
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @BeforeEach
    void wire() {
        parts.empty();
        parts.deadLetters.clear();
        drain = drain(parts.feeds);
    }

    @Test
    void aBookingBecomesAChallengeAndAnEntryInTheTrail() {
        drain.drain(accept(Messages.booking("C1", "PATID1", "A1")));
        assertThat(parts.rows()).singleElement().asString().matches("DONE: Challenge [0-9a-f-]{36} issued");
        assertThat(entries()).containsExactly("CODE_ISSUED", "MESSAGE_READ");
        assertThat(parts.jdbc()
                        .sql("select details->>'type' || ' ' || (details->>'controlId') || ' ' || (details->>'feed')"
                                + " || ' ' || (details->>'sender') from audit_entry where kind = 'MESSAGE_READ'")
                        .query(String.class)
                        .single())
                .isEqualTo("SIU^S12 C1 one SCHED|GOOD");
        assertThat(details("decision")).containsExactly(parts.rows().getFirst().substring("DONE: ".length()));
        assertThat(parts.jdbc()
                        .sql("select inbox_id = (select id from inbox) from challenge")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void aMessageThatAsksForNothingSaysWhy() {
        drain.drain(accept("MSH|^~\\&|A|B|C|D|2026||ADT^A08|C1|P|2.5\rPID|1||4711^^^GOOD\r"));
        drain.drain(accept(Messages.booking("C2", "P1", "A1").replace("|P|2.5.1", "|T|2.5.1")));
        assertThat(parts.rows().get(0)).startsWith("DONE: Skipped, NO_POLICY: ");
        assertThat(parts.rows().get(1)).startsWith("DONE: Skipped, NOT_PRODUCTION: ");
        assertThat(details("reason")).containsExactly("NO_POLICY", "NOT_PRODUCTION");
        assertThat(challenges()).isZero();
    }

    @Test
    void aRedeliveredWakeUpIssuesOnce() throws Exception {
        String id = accept(Messages.booking("C1", "P1", "A1"));
        atOnce(8, () -> drain.drain(id));
        drain.drain(id);
        assertThat(challenges()).isEqualTo(1);
        assertThat(entries()).containsExactly("CODE_ISSUED", "MESSAGE_READ");
    }

    @Test
    void theMessagesOfAPatientAreDoneInOrderWhoeverDrainsThem() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            ids.add(accept(Messages.booking("C" + i, "P" + i % 3, "A" + i)));
        }
        AtomicInteger next = new AtomicInteger();
        List<String> shuffled = new ArrayList<>(ids);
        java.util.Collections.shuffle(shuffled, new java.util.Random(7));
        atOnce(8, () -> {
            for (int i = next.getAndIncrement(); i < shuffled.size(); i = next.getAndIncrement()) {
                drain.drain(shuffled.get(i));
            }
        });
        assertThat(challenges()).isEqualTo(120);
        List<Long> done = trail.read;
        assertThat(done).hasSize(120).doesNotHaveDuplicates();
        Map<Long, String> patients = new ConcurrentHashMap<>();
        parts.jdbc()
                .sql("select id, patient_key from inbox")
                .query((row, number) -> patients.put(row.getLong(1), row.getString(2)))
                .list();
        for (String patient : patients.values().stream().distinct().toList()) {
            assertThat(done.stream()
                            .filter(id -> patients.get(id).equals(patient))
                            .toList())
                    .isSorted();
        }
    }

    @Test
    void bookedMovedAndCancelledLeaveNothingPending() {
        accept(Messages.siu("S12", "C1", "P1", "A1", "20270601090000"));
        accept(Messages.siu("S13", "C2", "P1", "A1", "20270602090000"));
        drain.drain(accept(Messages.siu("S15", "C3", "P1", "A1", "20270602090000")));
        assertThat(parts.jdbc()
                        .sql("select state from challenge")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("SUPERSEDED", "CANCELLED");
        assertThat(parts.rows().get(2)).contains("cancelled");
    }

    @Test
    void aFailureIsTriedAgainAfterAPauseThatDoublesAndHoldsThePatientsLaterMessages() {
        trail.fails = fact -> fact.details().get("controlId").equals("C1");
        String bad = accept(Messages.booking("C1", "P1", "A1"));
        String later = accept(Messages.booking("C2", "P1", "A2"));
        drain.drain(bad);
        assertThat(parts.rows()).containsExactly("WAITING: IllegalStateException", "WAITING");
        drain.drain(later);
        assertThat(trail.failed.get())
                .as("not before its time, and none overtakes")
                .isEqualTo(1);
        parts.hub.clock().advance(Duration.ofMillis(1000));
        drain.drain(later);
        assertThat(trail.failed.get()).isEqualTo(2);
        parts.hub.clock().advance(Duration.ofMillis(1999));
        drain.drain(bad);
        assertThat(trail.failed.get()).isEqualTo(2);
        trail.fails = fact -> false;
        parts.hub.clock().advance(Duration.ofMillis(1));
        drain.drain(bad);
        assertThat(parts.rows()).allMatch(row -> row.startsWith("DONE: Challenge "));
        assertThat(challenges()).as("what failed left nothing behind").isEqualTo(2);
        assertThat(entries()).containsExactly("CODE_ISSUED", "MESSAGE_READ", "CODE_ISSUED", "MESSAGE_READ");
    }

    @Test
    void aMessageThatFailsForGoodIsGivenUpAndLetsTheOthersGo() {
        trail.fails = fact -> fact.details().getOrDefault("controlId", "").equals("C1")
                && fact.kind() == org.countersign.audit.AuditKind.MESSAGE_READ;
        String poison = accept(Messages.booking("C1", "P1", "A1"));
        String later = accept(Messages.booking("C2", "P1", "A2"));
        String other = accept(Messages.booking("C3", "P2", "A3"));
        drain.drain(poison);
        drain.drain(other);
        assertThat(parts.rows().get(2)).as("another patient does not wait").startsWith("DONE");
        for (int i = 1; i < parts.settings.tries(); i++) {
            parts.hub.clock().advance(parts.settings.retryAtMost());
            drain.drain(later);
        }
        assertThat(parts.rows().get(0)).isEqualTo("FAILED: IllegalStateException");
        assertThat(parts.rows().get(1)).startsWith("DONE: Challenge ");
        assertThat(parts.deadLetters).containsExactly(poison + " IllegalStateException");
        assertThat(entries()).containsOnlyOnce("MESSAGE_FAILED");
        assertThat(trail.failed.get()).isEqualTo(parts.settings.tries());
    }

    @Test
    void aFailureThatLostTheRaceDoesNotUndoWhatAnotherHasDone() {
        String id = accept(Messages.booking("C1", "P1", "A1"));
        InboxDrain winner = drain(parts.feeds);
        InboxDrain loser = drain(parts.feeds, new AfterRollback(() -> {
            trail.fails = fact -> false;
            winner.drain(id);
        }));
        trail.fails = fact -> true;
        loser.drain(id);
        assertThat(trail.failed.get()).isEqualTo(1);
        assertThat(parts.rows()).singleElement().asString().startsWith("DONE: Challenge ");
        assertThat(parts.jdbc()
                        .sql("select tries from inbox")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aFeedThatIsNoLongerConfiguredIsSaid() {
        drain(new FeedCatalog(Map.of())).drain(accept(Messages.booking("C1", "P1", "A1")));
        assertThat(parts.rows()).containsExactly("FAILED: The feed one is not configured any more");
        assertThat(entries()).containsExactly("MESSAGE_FAILED");
    }

    @Test
    void aRowWhoseKeyIsLostIsGivenUpWithThatReason() {
        String id = accept(Messages.booking("C1", "P1", "A1"));
        parts.jdbc()
                .sql("update inbox set raw = decode('00000009' || repeat('00', 40), 'hex')")
                .update();
        for (int i = 0; i < parts.settings.tries(); i++) {
            drain.drain(id);
            parts.hub.clock().advance(parts.settings.retryAtMost());
        }
        assertThat(parts.rows()).containsExactly("FAILED: Key epoch 9 is not on this key ring");
    }

    @Test
    void theSweepWakesWhatNoWakeUpCameForAndNothingTwice() {
        drain.drain(accept(Messages.booking("C0", "P0", "A0")));
        String first = accept(Messages.booking("C1", "P1", "A1"));
        accept(Messages.booking("C2", "P1", "A2"));
        String other = accept(Messages.booking("C3", "P2", "A3"));
        Awaitility.await().until(() -> parts.hub.wakeUps().inboxIds().contains(Long.parseLong(other)));
        parts.hub.wakeUps().inboxIds().clear();
        assertThat(drain.sweep()).as("their wake-ups may be on the way").isZero();
        parts.hub.clock().advance(Duration.ofMillis(500));
        assertThat(drain.sweep()).isEqualTo(2);
        assertThat(parts.hub.wakeUps().inboxIds()).containsExactly(Long.valueOf(first), Long.valueOf(other));
        assertThat(drain.sweep()).isZero();
        parts.hub.clock().advance(Duration.ofSeconds(6));
        assertThat(drain.sweep()).as("those wake-ups were lost too").isEqualTo(2);
    }

    @Test
    void theSweepWakesARetryWhenItsTimeHasCome() {
        trail.fails = fact -> true;
        String id = accept(Messages.booking("C1", "P1", "A1"));
        parts.hub.clock().advance(Duration.ofMillis(500));
        assertThat(drain.sweep()).isEqualTo(1);
        drain.drain(id);
        parts.hub.clock().advance(Duration.ofMillis(1400));
        assertThat(drain.sweep()).isZero();
        parts.hub.clock().advance(Duration.ofMillis(100));
        assertThat(drain.sweep()).isEqualTo(1);
    }

    @Test
    void everyPublicSampleIsAcceptedAndChallengedOrSkippedWithAReason() throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/hl7v2/samples"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".hl7"))
                    .sorted()
                    .toList()) {
                String message = Files.readString(file, StandardCharsets.ISO_8859_1);
                // some ask for enhanced mode, and of those some for no answer
                assertThat(parts.accept("loose", message))
                        .as(file.toString())
                        .doesNotContainPattern("\rMSA\\|[AC][ER]\\|");
                drain.drain(lastId());
            }
        }
        assertThat(parts.rows())
                .hasSize(24)
                .allMatch(
                        row -> row.matches(
                                "DONE: (Challenge .* issued|Challenge .* cancelled: .+|Nothing was pending: .+|Skipped, [A-Z_]+: .+)"));
        assertThat(parts.rows()).anyMatch(row -> row.contains("Skipped, DECEASED"));
    }

    @Test
    void theMessagesToTryTheHubWithAreChallenged() throws IOException {
        for (String name : List.of("siu-s12", "rde-o25-refill", "orm-o01-refill")) {
            String message = Files.readString(Path.of("src/docs/samples", name + ".hl7"), StandardCharsets.ISO_8859_1);
            assertThat(parts.accept("two", message)).contains("\rMSA|AA|");
            drain.drain(lastId());
        }
        assertThat(parts.rows()).hasSize(3).allMatch(row -> row.matches("DONE: Challenge .* issued.*"));
    }

    private InboxDrain drain(FeedCatalog feeds) {
        return drain(feeds, parts.transactions());
    }

    private InboxDrain drain(FeedCatalog feeds, TransactionOperations transactions) {
        return parts.drain(
                parts.hub.get(Hl7v2Reader.class), parts.hub.get(ChallengeIssuer.class), trail, feeds, transactions);
    }

    /** Stores a message; the id of its row. */
    private static String accept(String message) {
        assertThat(parts.accept("one", message)).contains("MSA|AA|");
        return lastId();
    }

    private static String lastId() {
        return parts.jdbc().sql("select max(id) from inbox").query(String.class).single();
    }

    private static int challenges() {
        return parts.jdbc()
                .sql("select count(*) from challenge")
                .query(Integer.class)
                .single();
    }

    private static List<String> entries() {
        return parts.jdbc()
                .sql("select kind from audit_entry order by id")
                .query(String.class)
                .list();
    }

    private static List<String> details(String name) {
        return parts.jdbc()
                .sql("select details->>'" + name + "' from audit_entry where kind = 'MESSAGE_READ' order by id")
                .query(String.class)
                .list();
    }

    private static void atOnce(int threads, Runnable action) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(executor.submit(action));
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
    }

    /** Lets something happen between the rollback of a failed message and what its drain does about it. */
    private record AfterRollback(Runnable action) implements TransactionOperations {

        @Override
        public <T> T execute(TransactionCallback<T> callback) {
            try {
                return parts.transactions().execute(callback);
            } catch (IllegalStateException e) {
                action.run();
                throw e;
            }
        }
    }

    /** The real trail, which the test may let fail. */
    private static final class FailingTrail implements AuditTrail {

        private final AuditTrail real = parts.hub.get(AuditTrail.class);
        private final List<Long> read = new CopyOnWriteArrayList<>();
        private final AtomicInteger failed = new AtomicInteger();
        private volatile Predicate<AuditFact> fails = fact -> false;

        @Override
        public void append(AuditFact fact) {
            if (fails.test(fact)) {
                failed.incrementAndGet();
                throw new IllegalStateException("quotes Everywoman");
            }
            real.append(fact);
            read.add(fact.inboxId().orElseThrow());
        }
    }
}
