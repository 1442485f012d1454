package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.context.FhirContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Executors;
import org.countersign.fhir.FhirClient;
import org.countersign.fhir.FhirServerAddress;
import org.countersign.smart.Authorization;
import org.countersign.testing.AuditEventValidation;
import org.countersign.testing.FhirServer;
import org.countersign.testing.MutableClock;
import org.countersign.testing.TestDatabase;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

class AuditShippingIT {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int BATCH = 10;

    private static TestDatabase database;

    private final FhirServer server = FhirServer.start();
    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-23T08:30:00Z"));
    private final SubjectSeal seal = new SubjectSeal(AuditFacts.KEYS);
    private final AuditTrail trail = new AuditTrailStore(database.jdbc(), seal);
    private final List<AuditOutbox> opened = new ArrayList<>();
    private final AuditOutbox outbox = outbox(Duration.ofSeconds(20));

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
        database.jdbc().sql("truncate audit_entry restart identity").update();
        database.jdbc().sql("truncate audit_checkpoint").update();
    }

    @AfterEach
    void close() {
        opened.forEach(AuditOutbox::close);
        server.close();
    }

    @Test
    void allEntriesArriveInTheOrderOfTheChain() {
        append(3 * BATCH + 1);

        assertThat(outbox.ship()).isEqualTo(3 * BATCH + 1);

        assertThat(arrived()).containsExactlyElementsOf(chain());
        assertThat(server.requests()).isEqualTo(4);
        assertThat(counts()).containsExactly(Map.entry("SHIPPED", 3L * BATCH + 1));
    }

    @Test
    void whatArrivesIsValidByOurProfiles() {
        server.check(AuditEventValidation::assertValid);
        for (AuditKind kind : AuditKind.values()) {
            // The first validation of a profile takes longer than the hub waits for an answer.
            AuditEventValidation.assertValid(AuditFacts.event(kind));
            database.transactions().executeWithoutResult(open -> trail.append(AuditFacts.fact(kind)));
        }
        append(1);
        outbox.ship();

        assertThat(arrived()).containsExactlyElementsOf(chain()).hasSize(AuditKind.values().length + 1);
    }

    @Test
    void metersTellHowManyWaitAndHowManyWereRefused() {
        var registry = new SimpleMeterRegistry();
        outbox.bindTo(registry);
        append(3);
        assertThat(registry.get("countersign.audit.waiting").gauge().value()).isEqualTo(3);

        server.refuse(chain().getFirst(), 422);
        outbox.ship();
        assertThat(registry.get("countersign.audit.waiting").gauge().value()).isZero();
        assertThat(registry.get("countersign.audit.quarantined").gauge().value())
                .isEqualTo(1);
    }

    @Test
    void anEntryThatIsNotSealedYetWaits() {
        append(1);
        database.transactions().executeWithoutResult(open -> trail.append(AuditFacts.fact(AuditKind.CODE_SENT)));

        assertThat(outbox.ship()).isEqualTo(1);
        assertThat(counts()).containsOnly(Map.entry("SHIPPED", 1L), Map.entry("WAITING", 1L));
    }

    @Test
    void withoutAServerEntriesWait() {
        append(2);
        var homeless = new AuditOutbox(Optional.empty(), store(), reader(), pause(), clock, BATCH);

        assertThat(homeless.ship()).isZero();
        assertThat(counts()).containsExactly(Map.entry("WAITING", 2L));
    }

    @Test
    void aServerThatIsDownAtStartGetsAllOnceItIsUp() {
        server.stop();
        append(BATCH + 1);

        assertThat(outbox.ship()).isZero();
        assertThat(counts()).containsExactly(Map.entry("WAITING", BATCH + 1L));

        server.restart();
        clock.advance(FIRST_PAUSE);
        assertThat(outbox.ship()).isEqualTo(BATCH + 1);
        assertThat(arrived()).containsExactlyElementsOf(chain());
    }

    @Test
    void aServerThatRestartsMidwayMissesNothingAndGetsNothingTwice() {
        append(BATCH);
        outbox.ship();
        server.stop();
        append(BATCH);
        outbox.ship();
        server.restart();
        append(BATCH);
        clock.advance(FIRST_PAUSE);
        outbox.ship();

        assertThat(arrived()).containsExactlyElementsOf(chain()).hasSize(3 * BATCH);
        assertThat(versions()).containsOnly("1");
    }

    @Test
    void aFailingServerIsAskedLessAndLessButAtLeastOnceInTheLongestPause() {
        server.failWith(503);
        append(1);
        List<Duration> waited = new ArrayList<>();
        for (int failure = 1; failure <= 9; failure++) {
            waited.add(timeToNextRequest(failure));
        }

        Duration full = FIRST_PAUSE;
        for (Duration pause : waited.subList(1, waited.size())) {
            assertThat(pause).isBetween(full.dividedBy(2), full.plusMillis(100));
            full = full.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? full.multipliedBy(2) : LONGEST_PAUSE;
        }
        assertThat(full).isEqualTo(LONGEST_PAUSE);
    }

    @Test
    void afterARecoveryTheNextFailureWaitsShortlyAgain() {
        server.failWith(500);
        append(1);
        outbox.ship();
        clock.advance(LONGEST_PAUSE);
        outbox.ship();
        server.recover();
        clock.advance(LONGEST_PAUSE);
        assertThat(outbox.ship()).isEqualTo(1);

        server.failWith(500);
        append(1);
        outbox.ship();
        server.recover();
        clock.advance(FIRST_PAUSE);
        assertThat(outbox.ship()).isEqualTo(1);
    }

    @Test
    void anEntryThatIsRefusedIsQuarantinedAndTheRestGoesOnInOrder() {
        append(2 * BATCH);
        String refused = chain().get(3);
        server.refuse(refused, 422);

        assertThat(outbox.ship()).isEqualTo(2 * BATCH);

        List<String> expected = new ArrayList<>(chain());
        expected.remove(refused);
        assertThat(arrived()).containsExactlyElementsOf(expected);
        assertThat(counts()).containsOnly(Map.entry("SHIPPED", 2L * BATCH - 1), Map.entry("QUARANTINED", 1L));
        assertThat(note(refused)).isEqualTo("HTTP 422: processing");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 408, 409, 429, 500, 503})
    void anEntryThatTheServerMayTakeLaterWaits(int status) {
        append(2);
        String late = chain().getFirst();
        server.refuse(late, status);

        assertThat(outbox.ship()).isEqualTo(1);
        assertThat(counts()).containsOnly(Map.entry("SHIPPED", 1L), Map.entry("WAITING", 1L));

        server.refuseNone();
        assertThat(outbox.ship()).isZero();
        clock.advance(FIRST_PAUSE);
        assertThat(outbox.ship()).isEqualTo(1);
        assertThat(arrived()).containsExactlyInAnyOrderElementsOf(chain());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404, 405, 429, 502})
    void whatTheWholeServerAnswersIsNoEntrysFault(int status) {
        server.failWith(status);
        append(2);

        assertThat(outbox.ship()).isZero();
        assertThat(counts()).containsExactly(Map.entry("WAITING", 2L));

        server.recover();
        clock.advance(FIRST_PAUSE);
        assertThat(outbox.ship()).isEqualTo(2);
    }

    @Test
    void anEntryThatNoBatchCanHoldIsFoundAndQuarantined() {
        append(2 * BATCH);
        String poison = chain().get(6);
        server.refuseRequestsWith(poison, 400);

        assertThat(outbox.ship()).isEqualTo(2 * BATCH);

        List<String> expected = new ArrayList<>(chain());
        expected.remove(poison);
        assertThat(arrived()).containsExactlyElementsOf(expected);
        assertThat(note(poison)).isEqualTo("HTTP 400: processing");
    }

    @Test
    void aServerThatTakesNoBatchesGetsEntriesOneByOne() {
        append(3);
        server.refuseRequestsWith("\"batch\"", 400);

        assertThat(outbox.ship()).isEqualTo(3);
        assertThat(arrived()).containsExactlyElementsOf(chain());
    }

    @Test
    void aBatchThatWasAppliedButNotAnsweredIsNotDoubled() {
        append(BATCH);
        server.applyAndDrop();
        assertThat(outbox.ship()).isZero();
        assertThat(arrived()).hasSize(BATCH);
        assertThat(counts()).containsExactly(Map.entry("WAITING", (long) BATCH));

        server.recover();
        clock.advance(FIRST_PAUSE);
        assertThat(outbox.ship()).isEqualTo(BATCH);
        assertThat(arrived()).containsExactlyElementsOf(chain());
        assertThat(versions()).containsOnly("1");
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsNotWaitedFor() {
        append(2);
        server.applyAndHold();
        AuditOutbox impatient = outbox(Duration.ofMillis(500));
        assertThat(impatient.ship()).isZero();
        assertThat(arrived()).hasSize(2);

        server.recover();
        clock.advance(FIRST_PAUSE);
        assertThat(impatient.ship()).isEqualTo(2);
        assertThat(arrived()).containsExactlyElementsOf(chain());
        assertThat(versions()).containsOnly("1");
    }

    @Test
    void aHubThatDiesBetweenSendingAndMarkingSendsAgainWithoutDoubling() {
        append(BATCH);
        outbox.ship();
        database.jdbc()
                .sql("update audit_entry set shipping = 'WAITING', shipped_at = null")
                .update();

        assertThat(outbox(Duration.ofSeconds(20)).ship()).isEqualTo(BATCH);
        assertThat(arrived()).containsExactlyElementsOf(chain());
        assertThat(versions()).containsOnly("1");
    }

    @Test
    void onlyOneNodeShipsAtATime() throws Exception {
        append(1);
        server.applyAndHold();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(outbox::ship);
            await().until(() -> server.requests() == 1);

            assertThat(outbox.ship()).isZero();
            assertThat(outbox(Duration.ofSeconds(20)).ship()).isZero();
            assertThat(server.requests()).isEqualTo(1);

            server.recover();
            assertThat(first.get()).isZero();
        }
        clock.advance(FIRST_PAUSE);
        assertThat(outbox.ship()).isEqualTo(1);
    }

    @Test
    void anEntryThatWasAlteredIsQuarantinedAndTheRestGoesOn() {
        append(3);
        database.jdbc()
                .sql("update audit_entry set kind = 'NEVER_HEARD_OF' where sequence = 1")
                .update();
        database.jdbc()
                .sql("update audit_entry set subject = '\\x0102' where sequence = 2")
                .update();

        assertThat(outbox.ship()).isEqualTo(3);
        assertThat(arrived()).containsExactly(chain().get(2));
        assertThat(counts()).containsOnly(Map.entry("SHIPPED", 1L), Map.entry("QUARANTINED", 2L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer secret", "Basic aHViOnNlY3JldA=="})
    void theServerIsToldWhoWeAre(String header) {
        server.demand(header);
        append(1);
        assertThat(outbox.ship()).isZero();

        boolean bearer = header.startsWith("Bearer");
        assertThat(outbox(Duration.ofSeconds(20), bearer ? "secret" : "", bearer ? "" : "hub")
                        .ship())
                .isEqualTo(1);
    }

    private Duration timeToNextRequest(int number) {
        Instant begin = clock.instant();
        outbox.ship();
        while (server.requests() < number) {
            clock.advance(Duration.ofMillis(100));
            outbox.ship();
        }
        return Duration.between(begin, clock.instant());
    }

    private AuditOutbox outbox(Duration timeout) {
        return outbox(timeout, "", "");
    }

    private AuditOutbox outbox(Duration timeout, String token, String username) {
        var address = new FhirServerAddress(
                URI.create(server.url() + "/"),
                Authorization.fixed(token, username, "secret"),
                Duration.ofSeconds(5),
                timeout);
        var made = new AuditOutbox(
                Optional.of(new FhirClient(FhirContext.forR4Cached(), address)),
                store(),
                reader(),
                pause(),
                clock,
                BATCH);
        opened.add(made);
        return made;
    }

    private RetryPause pause() {
        return new RetryPause(FIRST_PAUSE, LONGEST_PAUSE, clock, new Random(1));
    }

    private AuditEventReader reader() {
        return new AuditEventReader(seal, new AuditEventMapper("hub"));
    }

    private static ShippingStore store() {
        return new ShippingStore(new JdbcTemplate(database.dataSource()));
    }

    private void append(int entries) {
        for (int i = 0; i < entries; i++) {
            AuditFact fact = AuditFacts.fact(AuditKind.CODE_SENT);
            database.transactions()
                    .executeWithoutResult(open -> trail.append(new AuditFact(
                            fact.kind(),
                            fact.outcome(),
                            clock.instant(),
                            fact.challengeId(),
                            OptionalLong.empty(),
                            fact.subject(),
                            fact.details())));
        }
        new AuditChain(
                        new ChainStore(new JdbcTemplate(database.dataSource())),
                        new DataSourceTransactionManager(database.dataSource()),
                        AuditFacts.KEYS,
                        clock,
                        new AuditProperties.Chain(500, 1000))
                .seal();
    }

    /** Ids of all sealed entries in the order of the chain. */
    private static List<String> chain() {
        return database.jdbc()
                .sql("select event_id::text from audit_entry where sequence is not null order by sequence")
                .query(String.class)
                .list();
    }

    private List<String> arrived() {
        return server.auditEvents().stream()
                .map(AuditEvent::getIdElement)
                .map(id -> id.getIdPart())
                .toList();
    }

    private List<String> versions() {
        return server.auditEvents().stream()
                .map(event -> event.getIdElement().getVersionIdPart())
                .toList();
    }

    private static List<Map.Entry<String, Long>> counts() {
        return database.jdbc()
                .sql("select shipping, count(*) from audit_entry group by shipping")
                .query((row, number) -> Map.entry(row.getString(1), row.getLong(2)))
                .list();
    }

    private static String note(String eventId) {
        return database.jdbc()
                .sql("select shipping_note from audit_entry where event_id = :id::uuid")
                .param("id", eventId)
                .query(String.class)
                .single();
    }
}
