package org.countersign.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.countersign.audit.AuditKind;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.event.Person;
import org.countersign.event.Site;
import org.countersign.platform.Sensitive;
import org.countersign.policy.ChallengePlan;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.PolicyDecision;
import org.countersign.policy.Purpose;
import org.countersign.testing.MutableClock;
import org.countersign.testing.RecordingWakeUps;
import org.countersign.testing.TestDatabase;
import org.countersign.testing.TestKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

class ChallengeIssuerIT {

    private static final Instant NINE = Instant.parse("2030-03-04T09:00:00Z");
    private static final Instant TEN = Instant.parse("2030-03-04T10:00:00Z");

    private static TestDatabase database;

    private final MutableClock clock = new MutableClock(Challenges.START);
    private final String appointment = UUID.randomUUID().toString();
    private RecordingTrail trail;
    private RecordingWakeUps wakeUps;
    private JdbcChallengeStore store;
    private ChallengeArbiter arbiter;
    private ChallengeIssuer issuer;
    private TransactionTemplate transactions;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void wire() {
        trail = new RecordingTrail();
        wakeUps = new RecordingWakeUps();
        transactions = database.transactions();
        store = new JdbcChallengeStore(database.jdbc(), TestKeys.ring());
        arbiter = new ChallengeArbiter(store, trail, wakeUps, transactions);
        issuer = new ChallengeIssuer(store, arbiter, TestKeys.ring(), TestKeys.pseudonyms(), clock);
    }

    @Test
    void aBookingIssuesAChallengeWhoseFirstStepIsDueNow() {
        Challenge challenge = issued(apply(Change.NEW, NINE));
        assertThat(challenge.state()).isEqualTo(ChallengeState.OPEN);
        assertThat(challenge.due()).contains(new DueStep(0, 1, Challenges.START));
        assertThat(challenge.tag()).matches("[BCDFGHJ-NP-TV-XZ]{3}");
        assertThat(trail.kinds()).containsExactly(AuditKind.CODE_ISSUED);
        assertThat(wakeUps.challenges())
                .containsExactly(new RecordingWakeUps.Challenge(challenge.id(), 1, Challenges.START));
    }

    @Test
    void nothingWakesBeforeTheCommitAndNothingStaysAfterARollback() {
        transactions.executeWithoutResult(status -> {
            issuer.apply(event(Change.NEW, NINE), require(NINE), 1);
            assertThat(wakeUps.challenges()).isEmpty();
            status.setRollbackOnly();
        });
        assertThat(wakeUps.challenges()).isEmpty();
        assertThat(store.listByAct("Appointment/" + appointment, 10)).isEmpty();
    }

    @Test
    void aMessageThatChangesNothingLeavesThePendingChallenge() {
        Challenge pending = issued(apply(Change.NEW, NINE));
        assertThat(apply(Change.CHANGED, NINE)).isEqualTo(new IssueOutcome.Unchanged(pending.id()));
    }

    @Test
    void aRescheduledAppointmentSupersedesAndTheOldCodeDies() {
        Challenge old = issued(apply(Change.NEW, NINE));
        Challenge moved = issued(apply(Change.CHANGED, TEN));
        assertThat(store.find(old.id()).orElseThrow().state()).isEqualTo(ChallengeState.SUPERSEDED);
        assertThat(moved.recipe().binding()).isNotEqualTo(old.recipe().binding());
        assertThat(trail.kinds())
                .containsExactly(AuditKind.CODE_ISSUED, AuditKind.CHALLENGE_SUPERSEDED, AuditKind.CODE_ISSUED);
    }

    @Test
    void aConfirmedAppointmentIsNotAskedForAgainUnlessItMoves() {
        Challenge pending = issued(apply(Change.NEW, NINE));
        verify(pending);
        assertThat(apply(Change.CHANGED, NINE)).isEqualTo(new IssueOutcome.Unchanged(pending.id()));
        assertThat(apply(Change.CHANGED, TEN)).isInstanceOf(IssueOutcome.Issued.class);
    }

    @Test
    void aNewRequestAfterAnAnsweredOneIsAskedForAgain() {
        verify(issued(apply(Change.NEW, NINE)));
        assertThat(apply(Change.NEW, NINE)).isInstanceOf(IssueOutcome.Issued.class);
    }

    @Test
    void anExpiredChallengeThatNoTimerClosedYetGivesWay() {
        Challenge old = issued(apply(Change.NEW, NINE));
        clock.advance(Duration.ofMinutes(6));
        issued(apply(Change.NEW, NINE));
        assertThat(store.find(old.id()).orElseThrow().state()).isEqualTo(ChallengeState.EXPIRED);
    }

    @Test
    void aCancellationStopsWhatIsPending() {
        Challenge pending = issued(apply(Change.NEW, NINE));
        assertThat(withdraw()).isEqualTo(new IssueOutcome.Withdrawn(pending.id(), "cancelled"));
        assertThat(store.find(pending.id()).orElseThrow().state()).isEqualTo(ChallengeState.CANCELLED);
        assertThat(withdraw()).isEqualTo(new IssueOutcome.NothingPending("cancelled"));
    }

    @Test
    void aSecondOpenChallengeForAnActCannotStand() {
        Challenge pending = issued(apply(Change.NEW, NINE));
        assertThatThrownBy(() -> store.insert(Challenges.open(UUID.randomUUID(), pending.actKey())))
                .isInstanceOf(org.springframework.dao.DuplicateKeyException.class);
    }

    @Test
    void aDecoyGivesWayToAMessageAboutItsAct() {
        Challenge decoy = Objects.requireNonNull(transactions.execute(status ->
                issuer.request(event(Change.NEW, NINE), plan(NINE, List.of()), Course.START, Map.of("reason", "VIP"))));
        assertThat(decoy.decoy()).isTrue();
        clock.advance(Duration.ofMillis(1));
        issued(apply(Change.NEW, NINE));
        assertThat(store.find(decoy.id()).orElseThrow().state()).isEqualTo(ChallengeState.SUPERSEDED);
        assertThat(trail.kinds())
                .containsExactly(AuditKind.CODE_WITHHELD, AuditKind.CHALLENGE_SUPERSEDED, AuditKind.CODE_ISSUED);
    }

    @Test
    void aDecoyGivesWayToAMessageThatIsProcessedAgain() {
        ReplayGuard guard = new ReplayGuard(store, arbiter, issuer, clock);
        transactions.execute(status ->
                issuer.request(event(Change.NEW, NINE), plan(NINE, List.of()), Course.START, Map.of("reason", "VIP")));
        clock.advance(Duration.ofMillis(1));
        issued(Objects.requireNonNull(
                transactions.execute(status -> guard.apply(event(Change.NEW, NINE), require(NINE), 1, false))));
    }

    private void verify(Challenge challenge) {
        Instant now = clock.instant();
        arbiter.decide(challenge.id(), now, c -> ChallengeTransitions.check(c, true, "user:test", now))
                .orElseThrow();
    }

    private IssueOutcome apply(Change change, Instant start) {
        clock.advance(Duration.ofMillis(change == Change.NEW && trail.facts().isEmpty() ? 0 : 1));
        return transactions.execute(status -> issuer.apply(event(change, start), require(start), 1));
    }

    private IssueOutcome withdraw() {
        PolicyDecision decision = new PolicyDecision.Withdraw("appointment", "cancelled");
        return transactions.execute(status -> issuer.apply(event(Change.CANCELLED, NINE), decision, 2));
    }

    private Challenge issued(IssueOutcome outcome) {
        assertThat(outcome).isInstanceOf(IssueOutcome.Issued.class);
        return store.find(((IssueOutcome.Issued) outcome).challengeId()).orElseThrow();
    }

    private PolicyDecision require(Instant start) {
        return new PolicyDecision.Require(plan(start, List.of(Challenges.email())));
    }

    private static ChallengePlan plan(Instant start, List<PlannedStep> steps) {
        return new ChallengePlan(
                "appointment",
                Purpose.APPOINTMENT,
                steps,
                Duration.ofMinutes(5),
                6,
                3,
                new TreeMap<>(Map.of("start", start.toString())),
                Locale.US);
    }

    private ClinicalEvent event(Change change, Instant start) {
        Person person = new Person(
                List.of(new Person.Identifier(Sensitive.of("PATID1"), "M11", "MR")),
                Sensitive.of("Ada Everywoman"),
                Optional.empty(),
                Optional.empty(),
                false,
                true,
                List.of());
        ClinicalAct act = new ClinicalAct.Appointment(
                "", appointment, Optional.of(start), "Booked", "Room 1", Sensitive.of("Visit"));
        Site site = new Site("scheduling", "Good Health", ZoneOffset.UTC, "US", StandardCharsets.UTF_8);
        return new ClinicalEvent(site, "SIU^S12", true, Optional.of(person), act, change);
    }
}
