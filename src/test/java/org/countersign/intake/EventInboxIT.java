package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.countersign.platform.OperationalException;
import org.countersign.testing.RecordingWakeUps;
import org.countersign.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

class EventInboxIT {

    private static final Instant NOW = Instant.parse("2030-03-04T09:00:00Z");

    private static TestDatabase database;

    private final RecordingWakeUps wakeUps = new RecordingWakeUps();
    private final Gate gate = new Gate();
    private final List<AutoCloseable> open = new ArrayList<>();

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
        database.jdbc().sql("truncate inbox").update();
    }

    @AfterEach
    void close() throws Exception {
        gate.open.countDown();
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void whatWaitsTogetherIsCommittedTogetherAndInOrder() {
        EventInbox inbox = inbox(Map.of());
        CompletableFuture<byte[]> first = store(inbox, arrival("k0", "bytes", "p"));
        gate.awaitTransactions(1);
        List<CompletableFuture<byte[]>> rest = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            rest.add(store(inbox, arrival("k" + i, "bytes " + i, "p" + i % 7)));
        }
        gate.open.countDown();
        assertThat(text(first)).isEqualTo("ack bytes");
        for (int i = 1; i <= 100; i++) {
            assertThat(text(rest.get(i - 1))).isEqualTo("ack bytes " + i);
        }
        assertThat(gate.transactions).isEqualTo(2);
        assertThat(column("control_id")).hasSize(101).startsWith("bytes", "bytes 1", "bytes 2");
        assertThat(column("received_at at time zone 'UTC'")).containsOnly("2030-03-04 09:00:00");
    }

    @Test
    void aPatientIsWokenOnceForACommit() {
        EventInbox inbox = inbox(Map.of());
        store(inbox, arrival("k0", "bytes", "p0"));
        gate.awaitTransactions(1);
        CompletableFuture<byte[]> last = new CompletableFuture<>();
        for (int i = 1; i <= 9; i++) {
            last = store(inbox, arrival("k" + i, "bytes " + i, "p" + i % 3));
        }
        gate.open.countDown();
        last.join();
        Awaitility.await().until(() -> wakeUps.inboxIds().size() == 4);
        assertThat(ids().subList(0, 4)).isEqualTo(wakeUps.inboxIds());
    }

    @Test
    void aRepetitionGetsTheFirstAnswerAndMakesNoRow() {
        EventInbox inbox = opened(Map.of());
        assertThat(text(store(inbox, arrival("k", "bytes", "p").with("first")))).isEqualTo("first");
        assertThat(text(store(inbox, arrival("k", "bytes", "p").with("second"))))
                .isEqualTo("first");
        assertThat(column("state")).containsExactly("WAITING");
    }

    @Test
    void aRepetitionInTheSameCommitGetsTheFirstAnswerToo() {
        EventInbox inbox = inbox(Map.of());
        store(inbox, arrival("before", "bytes", "p"));
        gate.awaitTransactions(1);
        var all = List.of(
                store(inbox, arrival(null, "no key", "p")),
                store(inbox, arrival("k", "bytes", "p").with("first")),
                store(inbox, arrival("before", "bytes", "p").with("again")),
                store(inbox, arrival("k", "bytes", "p").with("second")),
                store(inbox, arrival("k", "other", "p").with("third")),
                store(inbox, arrival("k", "other", "p").with("fourth")),
                store(inbox, arrival(null, "no key", "p")),
                store(inbox, arrival("z", "last", "p")));
        gate.open.countDown();
        assertThat(all.stream().map(EventInboxIT::text))
                .containsExactly(
                        "ack no key", "first", "ack bytes", "first", "conflict", "conflict", "ack no key", "ack last");
        assertThat(gate.transactions).isEqualTo(2);
        assertThat(column("state || ' ' || control_id"))
                .containsExactly(
                        "WAITING bytes",
                        "WAITING no key",
                        "WAITING bytes",
                        "WAITING no key",
                        "WAITING last",
                        "CONFLICT other");
    }

    @Test
    void aConflictIsKeptOnceHoweverOftenItIsSent() {
        EventInbox inbox = opened(Map.of());
        store(inbox, arrival("k", "bytes", "p")).join();
        assertThat(text(store(inbox, arrival("k", "other", "p")))).isEqualTo("conflict");
        assertThat(text(store(inbox, arrival("k", "other", "p")))).isEqualTo("conflict");
        assertThat(text(store(inbox, arrival("k", "bytes", "p")))).isEqualTo("ack bytes");
        assertThat(column("state")).containsExactly("WAITING", "CONFLICT");
        Awaitility.await().until(() -> wakeUps.inboxIds().size() == 1);
    }

    @Test
    void aRowThatTheDatabaseRefusesDoesNotKeepTheOthersOut() {
        EventInbox inbox = inbox(Map.of());
        store(inbox, arrival("k0", "bytes", "p"));
        gate.awaitTransactions(1);
        CompletableFuture<byte[]> good = store(inbox, arrival("k1", "good", "p"));
        CompletableFuture<byte[]> bad = store(inbox, arrival("k2", "bad\0", "p"));
        CompletableFuture<byte[]> better = store(inbox, arrival("k3", "better", "p"));
        gate.open.countDown();
        assertThat(text(good)).isEqualTo("ack good");
        assertThat(text(better)).isEqualTo("ack better");
        assertThatThrownBy(bad::join).hasCauseInstanceOf(OperationalException.class);
        assertThat(column("control_id")).containsExactly("bytes", "good", "better");
    }

    @Test
    void whatIsNotDurableInTimeFailsAndIsNotStoredLater() {
        EventInbox inbox = inbox(Map.of("answer-within", "100ms"));
        CompletableFuture<byte[]> taken = store(inbox, arrival("k0", "taken", "p"));
        gate.awaitTransactions(1);
        CompletableFuture<byte[]> waiting = store(inbox, arrival("k1", "waiting", "p"));
        assertThatThrownBy(taken::join).hasCauseInstanceOf(TimeoutException.class);
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(TimeoutException.class);
        gate.open.countDown();
        assertThat(text(store(inbox, arrival("k2", "later", "p")))).isEqualTo("ack later");
        assertThat(column("control_id")).containsExactly("taken", "later");
    }

    @Test
    void aFullQueueRefusesAtOnce() {
        EventInbox inbox = inbox(Map.of("queue", 2));
        store(inbox, arrival("k0", "taken", "p"));
        gate.awaitTransactions(1);
        store(inbox, arrival("k1", "1", "p"));
        store(inbox, arrival("k2", "2", "p"));
        assertThatThrownBy(() -> store(inbox, arrival("k3", "3", "p")).join())
                .hasCauseInstanceOf(OperationalException.class);
    }

    @Test
    void closingStoresWhatWaits() {
        EventInbox inbox = inbox(Map.of());
        store(inbox, arrival("k0", "taken", "p"));
        gate.awaitTransactions(1);
        CompletableFuture<byte[]> last = store(inbox, arrival("k1", "last", "p"));
        gate.open.countDown();
        inbox.close();
        assertThat(text(last)).isEqualTo("ack last");
        assertThatThrownBy(() -> store(inbox, arrival("k2", "late", "p")).join())
                .hasCauseInstanceOf(OperationalException.class);
    }

    @Test
    void theWriterOutlivesAnOutageOfTheDatabase() {
        try (TestDatabase own = TestDatabase.create();
                HikariDataSource pool = pool(own)) {
            gate.open.countDown();
            EventInbox inbox = open(pool, Map.of("answer-within", "1s"));
            assertThat(text(store(inbox, arrival("k0", "before", "p")))).isEqualTo("ack before");
            own.jdbc().sql("alter table inbox rename to away").update();
            assertThatThrownBy(() -> store(inbox, arrival("k1", "during", "p")).join())
                    .hasCauseInstanceOf(OperationalException.class);
            own.jdbc().sql("alter table away rename to inbox").update();
            suspend(own, true);
            assertThatThrownBy(() -> store(inbox, arrival("k2", "during", "p")).join())
                    .hasCauseInstanceOf(Exception.class);
            suspend(own, false);
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> text(store(inbox, arrival("k3", "after", "p"))).equals("ack after"));
            assertThat(own.jdbc()
                            .sql("select count(*) from inbox where control_id = 'during'")
                            .query(Integer.class)
                            .single())
                    .isZero();
        }
    }

    /** No connection to the database is let in while it is suspended, and those that stood are cut. */
    private static void suspend(TestDatabase own, boolean away) {
        String name =
                own.jdbc().sql("select current_database()").query(String.class).single();
        database.jdbc()
                .sql("alter database " + name + " connection limit " + (away ? 0 : -1))
                .update();
        if (away) {
            // a superuser is not held back by the limit: the pool of this test is another role
            database.jdbc()
                    .sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'intake'")
                    .query()
                    .listOfRows();
        }
    }

    private static HikariDataSource pool(TestDatabase own) {
        own.jdbc().sql("drop role if exists intake").update();
        own.jdbc().sql("create role intake login").update();
        own.jdbc().sql("grant all on inbox to intake").update();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(own.jdbcUrl().replaceAll("user=[^&]*", "user=intake"));
        config.setConnectionTimeout(Duration.ofMillis(300).toMillis());
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }

    private EventInbox opened(Map<String, Object> settings) {
        gate.open.countDown();
        return inbox(settings);
    }

    /** An inbox whose first transaction waits for the gate. */
    private EventInbox inbox(Map<String, Object> settings) {
        return open(database.dataSource(), settings);
    }

    private EventInbox open(javax.sql.DataSource source, Map<String, Object> settings) {
        gate.target = new org.springframework.transaction.support.TransactionTemplate(
                new org.springframework.jdbc.datasource.DataSourceTransactionManager(source));
        EventInbox inbox = new EventInbox(
                new InboxStore(new JdbcTemplate(source), (id, connection) -> {}),
                gate,
                wakeUps,
                IntakeParts.settings(settings));
        open.add(inbox);
        return inbox;
    }

    private static CompletableFuture<byte[]> store(EventInbox inbox, Arriving arriving) {
        return inbox.store(arriving.arrival()).toCompletableFuture();
    }

    private static String text(CompletableFuture<byte[]> answer) {
        return new String(answer.join(), StandardCharsets.UTF_8);
    }

    private static List<String> column(String expression) {
        return database.jdbc()
                .sql("select (" + expression + ")::text from inbox order by id")
                .query(String.class)
                .list();
    }

    private static List<Long> ids() {
        return database.jdbc()
                .sql("select id from inbox order by id")
                .query(Long.class)
                .list();
    }

    private static Arriving arrival(@Nullable String key, String bytes, String patientKey) {
        return new Arriving(key, bytes, patientKey, "ack " + bytes);
    }

    private record Arriving(@Nullable String key, String bytes, String patientKey, String answer) {

        Arriving with(String other) {
            return new Arriving(key, bytes, patientKey, other);
        }

        Arrival arrival() {
            return arrival(key, RowState.WAITING, answer, true);
        }

        private Arrival arrival(@Nullable String ownKey, RowState state, String ownAnswer, boolean mayConflict) {
            return new Arrival(
                    NOW,
                    "one",
                    MessageFormat.HL7V2,
                    ownKey,
                    ("sha " + bytes).getBytes(StandardCharsets.UTF_8),
                    bytes.getBytes(StandardCharsets.UTF_8),
                    patientKey.isEmpty() ? UUID.randomUUID().toString() : patientKey,
                    "SIU^S12",
                    bytes,
                    "APP|FAC",
                    Peer.UNKNOWN,
                    state,
                    "",
                    ownAnswer.getBytes(StandardCharsets.UTF_8),
                    mayConflict ? () -> arrival(key + bytes, RowState.CONFLICT, "conflict", false) : null);
        }
    }

    /** Lets transactions wait, and counts them. */
    private static final class Gate implements TransactionOperations {

        private final CountDownLatch open = new CountDownLatch(1);
        private volatile @Nullable TransactionOperations target;
        private volatile int transactions;

        @Override
        public <T> @Nullable T execute(TransactionCallback<T> action) {
            transactions++;
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return target.execute(action);
        }

        void awaitTransactions(int count) {
            Awaitility.await().until(() -> transactions == count);
        }
    }
}
