package org.countersign.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.countersign.audit.AuditFact;
import org.countersign.audit.AuditKind;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.WakeUps;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.Success;
import org.springframework.transaction.support.TransactionOperations;

/** Any sequence of {issue, send, receipt, timeout, verify, silent proof, cancel, supersede, crash, redelivery} keeps the rules. */
class ChallengeMachineTest {

    enum Act {
        WAKE,
        STALE_WAKE,
        PASS_TIME,
        ACCEPT,
        RECEIPT,
        FAIL,
        RIGHT_CODE,
        WRONG_CODE,
        CANCEL,
        SUPERSEDE,
        RESEND,
        OPEN,
        RETURN,
        PHONE_REFUSED,
        PHONE_PROVED,
        CRASH
    }

    @Property(tries = 3000)
    void anyHistoryKeepsTheRules(@ForAll @Size(max = 40) List<Act> acts, @ForAll @IntRange(max = 1_000_000) int seed) {
        Hub hub = new Hub(new java.util.Random(seed));
        for (Act act : acts) {
            hub.play(act);
            hub.holdsItsRules();
        }
        hub.endsByItself();
    }

    /** A hub with one patient's act, whose commits may each be raced by another change. */
    private static final class Hub implements WakeUps {

        private static final Set<AuditKind> ENDS = Set.of(
                AuditKind.CODE_VERIFIED,
                AuditKind.CHALLENGE_LOCKED,
                AuditKind.CHALLENGE_EXPIRED,
                AuditKind.CHALLENGE_CANCELLED,
                AuditKind.CHALLENGE_SUPERSEDED,
                AuditKind.CODE_UNDELIVERED);

        private final java.util.Random random;
        private final InMemoryChallengeStore rows = new InMemoryChallengeStore();
        private final List<AuditFact> trail = new ArrayList<>();
        private final List<Integer> sentSteps = new ArrayList<>();
        private final Set<String> sentTurns = new HashSet<>();
        private final List<Integer> wakeUps = new ArrayList<>();
        private final ChallengeArbiter arbiter =
                new ChallengeArbiter(new RacedStore(), trail::add, this, TransactionOperations.withoutTransaction());
        private Challenge issued;
        private Instant now = Challenges.START;
        private int answeredWrong;
        private boolean racing;

        Hub(java.util.Random random) {
            this.random = random;
            issue();
        }

        private void issue() {
            PlannedStep[][] plans = {
                {Challenges.email()},
                {Challenges.sms(Success.DELIVERED), Challenges.email()},
                {Challenges.sms(Success.ACCEPTED), Challenges.voice(), Challenges.email()},
                {Challenges.sms(Success.VERIFIED), Challenges.sms(Success.READ), Challenges.voice()},
                {Challenges.silent(), Challenges.sms(Success.VERIFIED), Challenges.email()},
                {Challenges.sms(Success.DELIVERED), Challenges.silent()},
            };
            issued = Challenges.open(UUID.randomUUID(), "act", plans[random.nextInt(plans.length)]);
            rows.insert(issued);
        }

        private Challenge standing() {
            return rows.find(issued.id()).orElseThrow();
        }

        void play(Act act) {
            switch (act) {
                case WAKE -> wake(standing().turn());
                case STALE_WAKE -> wake(wakeUps.isEmpty() ? 0 : wakeUps.get(random.nextInt(wakeUps.size())));
                case PASS_TIME -> now = now.plusSeconds(random.nextInt(90));
                case ACCEPT -> onSentStep(step -> c -> ChallengeTransitions.accepted(c, step, "c"));
                case RECEIPT -> {
                    Progress progress = Progress.values()[random.nextInt(Progress.values().length)];
                    onSentStep(step -> c -> ChallengeTransitions.receipt(c, step, progress, "c", now));
                }
                case FAIL ->
                    onSentStep(
                            step -> c -> ChallengeTransitions.failed(c, step, now, ErrorCategory.TIMEOUT, "c", "no"));
                case RIGHT_CODE -> check(true);
                case WRONG_CODE -> check(false);
                case CANCEL -> decide(c -> ChallengeTransitions.cancel(c, "test", now));
                case SUPERSEDE -> decide(c -> ChallengeTransitions.supersede(c, "next", now));
                case RESEND -> decide(c -> ChallengeTransitions.resend(c, now));
                case OPEN -> onSilentStep(step -> c -> SilentTransitions.opened(c, step, "c", now));
                case RETURN -> onSilentStep(step -> c -> SilentTransitions.returned(c, step, "c", now));
                case PHONE_REFUSED ->
                    onSilentStep(
                            step -> c -> SilentTransitions.refused(c, step, now, ErrorCategory.REFUSED, "c", "no"));
                case PHONE_PROVED ->
                    onSilentStep(step -> c -> SilentTransitions.verified(c, step, "silent:c", "british", now));
                case CRASH -> wakeUps.clear();
            }
        }

        private void wake(int turn) {
            Challenge before = standing();
            if (decide(c -> ChallengeTransitions.expire(c, now)).isPresent()) {
                return;
            }
            Instant asked = now;
            decide(c -> ChallengeTransitions.claim(c, turn, asked)).ifPresent(claim -> {
                assertThat(sentTurns.add(claim.next().id() + ":" + turn))
                        .as("one send for each turn")
                        .isTrue();
                assertThat(before.expiresAt()).as("no send after the expiry").isAfter(asked);
                sentSteps.add(claim.next().progress().lastIndexOf(Progress.SENDING));
            });
        }

        private void check(boolean right) {
            decide(c -> ChallengeTransitions.check(c, right, "user:test", now))
                    .filter(change -> !right && change.next().state() != ChallengeState.EXPIRED)
                    .ifPresent(change -> answeredWrong++);
        }

        private void onSentStep(
                java.util.function.IntFunction<java.util.function.Function<Challenge, Optional<Transition>>> news) {
            if (!sentSteps.isEmpty()) {
                decide(news.apply(sentSteps.get(random.nextInt(sentSteps.size()))));
            }
        }

        private void onSilentStep(
                java.util.function.IntFunction<java.util.function.Function<Challenge, Optional<Transition>>> news) {
            SilentTransitions.step(standing()).ifPresent(step -> decide(news.apply(step)));
        }

        private Optional<Transition> decide(java.util.function.Function<Challenge, Optional<Transition>> decision) {
            return arbiter.decide(issued.id(), now, decision);
        }

        void holdsItsRules() {
            Challenge challenge = standing();
            long verified = count(AuditKind.CODE_VERIFIED);
            assertThat(verified).isLessThanOrEqualTo(1);
            assertThat(challenge.state() == ChallengeState.VERIFIED).isEqualTo(verified == 1);
            assertThat(challenge.tries()).isLessThanOrEqualTo(challenge.maxTries());
            assertThat(challenge.tries())
                    .as("every counted try is in the trail, and a phone's proof is none")
                    .isEqualTo(answeredWrong + verified - proved());
            assertThat(count(AuditKind.CODE_REFUSED)).isEqualTo(answeredWrong);
            long ends =
                    trail.stream().filter(fact -> ENDS.contains(fact.kind())).count();
            boolean open = challenge.state() == ChallengeState.OPEN;
            assertThat(ends).as("one end, told once").isEqualTo(open ? 0 : 1);
            assertThat(challenge.wakeAt().isPresent()).isEqualTo(open);
            assertThat(challenge.closedAt().isPresent()).isEqualTo(!open);
        }

        /** With nothing but its own timers, a challenge comes to an end by its expiry. */
        void endsByItself() {
            for (int i = 0; i < 20 && standing().wakeAt().isPresent(); i++) {
                Instant at = standing().wakeAt().orElseThrow();
                now = at.isAfter(now) ? at : now;
                wake(standing().turn());
                holdsItsRules();
            }
            assertThat(standing().state()).isNotEqualTo(ChallengeState.OPEN);
            assertThat(now).isBeforeOrEqualTo(latest(issued.expiresAt(), now));
        }

        private static Instant latest(Instant a, Instant b) {
            return a.isAfter(b) ? a : b;
        }

        private long proved() {
            return trail.stream()
                    .filter(fact -> "silent:c".equals(fact.details().get("verifier")))
                    .count();
        }

        private long count(AuditKind kind) {
            return trail.stream().filter(fact -> fact.kind() == kind).count();
        }

        @Override
        public void inbox(long inboxId, String patientKey) {
            throw new AssertionError("A challenge does not wake the inbox");
        }

        @Override
        public void challenge(UUID challengeId, int turn, Instant due) {
            wakeUps.add(turn);
        }

        @Override
        public void outcomes() {}

        /** Lets another change win now and then, between a decision and its commit. */
        private final class RacedStore implements ChallengeStore {

            @Override
            public boolean compareAndSet(Challenge next) {
                if (!racing && random.nextInt(4) == 0) {
                    racing = true;
                    play(Act.values()[random.nextInt(Act.values().length)]);
                    racing = false;
                }
                return rows.compareAndSet(next);
            }

            @Override
            public boolean compareAndMove(Challenge next) {
                return rows.compareAndMove(next);
            }

            @Override
            public List<Challenge> listOpenOf(String patientKey) {
                return rows.listOpenOf(patientKey);
            }

            @Override
            public List<Challenge> listOpenNamed(String patientKey, String facility, java.util.Set<String> names) {
                return rows.listOpenNamed(patientKey, facility, names);
            }

            @Override
            public void insert(Challenge challenge) {
                rows.insert(challenge);
            }

            @Override
            public Optional<Challenge> find(UUID id) {
                return rows.find(id);
            }

            @Override
            public Optional<Challenge> findLatest(String actKey) {
                return rows.findLatest(actKey);
            }

            @Override
            public List<Challenge> listOpen(org.countersign.policy.Purpose purpose, int limit) {
                return rows.listOpen(purpose, limit);
            }

            @Override
            public List<Challenge> listClosed(org.countersign.policy.Purpose purpose, Instant since, int limit) {
                return rows.listClosed(purpose, since, limit);
            }

            @Override
            public List<Challenge> listByAct(String act, int limit) {
                return rows.listByAct(act, limit);
            }

            @Override
            public List<Wake> listDue(Instant at, int limit) {
                return rows.listDue(at, limit);
            }
        }
    }

    @Property(tries = 500)
    void afterVerifyNothingIsEverSent(@ForAll @Size(max = 20) List<Act> acts, @ForAll int seed) {
        Hub hub = new Hub(new java.util.Random(seed));
        hub.play(Act.RIGHT_CODE);
        int sent = hub.sentSteps.size();
        boolean verified = hub.standing().state() == ChallengeState.VERIFIED;
        for (Act act : acts) {
            hub.play(act);
            hub.now = hub.now.plus(Duration.ofSeconds(40));
        }
        if (verified) {
            assertThat(hub.sentSteps).hasSize(sent);
        }
    }
}
