package org.countersign.challenge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.countersign.audit.AuditFact;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.WakeUps;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.Success;
import org.countersign.policy.Transport;
import org.springframework.transaction.support.TransactionOperations;

/**
 * A hub in memory with the challenges of one act, each taking the place of the one before, and two providers for each
 * step. Every commit may be raced by another change. {@link ChallengeStory} holds each challenge to its rules.
 */
final class ChallengeMachine implements WakeUps {

    /** What may happen. */
    enum Act {
        WAKE,
        DOUBLED_WAKE,
        STALE_WAKE,
        VETOED_WAKE,
        PASS_TIME,
        REACH_DEADLINE,
        PROVIDER_TAKES,
        PROVIDER_REFUSES,
        NOBODY_KNOWS,
        RECORD,
        RECEIPT,
        RIGHT_CODE,
        WRONG_CODE,
        CANCEL,
        SUPERSEDE,
        READDRESS,
        MERGE,
        RESEND,
        NEXT,
        CHOOSE,
        PHONE_OPENS,
        PHONE_RETURNS,
        PHONE_REFUSED,
        PHONE_PROVED,
        CRASH
    }

    private static final Act[] ACTS = Act.values();
    private static final int PROVIDERS = 2;
    private static final PlannedStep[][] PLANS = {
        {Challenges.email()},
        {Challenges.sms(Success.DELIVERED), Challenges.email()},
        {Challenges.sms(Success.ACCEPTED), Challenges.voice(), Challenges.email()},
        {Challenges.sms(Success.VERIFIED), Challenges.sms(Success.READ), Challenges.voice()},
        {Challenges.silent(), Challenges.sms(Success.VERIFIED), Challenges.email()},
        {Challenges.sms(Success.DELIVERED), Challenges.silent()},
    };

    private final RandomGenerator random;
    private final InMemoryChallengeStore rows = new InMemoryChallengeStore();
    private final List<ChallengeStory> stories = new ArrayList<>();
    private final List<ChallengeStory.Wake> wakeUps = new ArrayList<>();
    private final List<Delivery> inFlight = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();
    private final ChallengeArbiter arbiter =
            new ChallengeArbiter(new RacedStore(), this::tell, this, TransactionOperations.withoutTransaction());
    private Instant now = Challenges.START;
    private boolean racing;
    private Optional<Challenge> replaced = Optional.empty();

    /** A claimed step on its way to its providers: lost when the hub dies. */
    private static final class Delivery {
        final ChallengeStory story;
        final int step;
        final int turn;
        int asked;
        Optional<Reference> taken = Optional.empty();

        Delivery(ChallengeStory story, int step, int turn) {
            this.story = story;
            this.step = step;
            this.turn = turn;
        }
    }

    /** What a provider calls a message. Receipts that come before it is recorded wait for that. */
    private static final class Reference {
        final ChallengeStory story;
        final int step;
        final List<Progress> early = new ArrayList<>();
        boolean recorded;

        Reference(ChallengeStory story, int step) {
            this.story = story;
            this.step = step;
        }
    }

    ChallengeMachine(RandomGenerator random) {
        this.random = random;
        issue();
    }

    private void issue() {
        PlannedStep[] plan = PLANS[random.nextInt(PLANS.length)];
        // What an application asked for is not ended by what became of its sends.
        OptionalLong inboxId = random.nextInt(4) == 0 ? OptionalLong.empty() : OptionalLong.of(1);
        Challenge issued = Challenges.issued("act", inboxId, now, plan);
        rows.insert(issued);
        stories.add(new ChallengeStory(issued));
        challenge(issued.id(), 1, now);
    }

    ChallengeStory latest() {
        return stories.getLast();
    }

    Challenge standing(ChallengeStory story) {
        return rows.find(story.id()).orElseThrow();
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    void play(Act act) {
        switch (act) {
            case WAKE -> wake(latest(), standing(latest()).turn(), false);
            case DOUBLED_WAKE -> {
                int turn = standing(latest()).turn();
                wake(latest(), turn, false);
                wake(latest(), turn, false);
            }
            case STALE_WAKE ->
                any(wakeUps).ifPresent(wake -> wake(story(wake.id()), wake.turn(), random.nextInt(8) == 0));
            case VETOED_WAKE -> wake(latest(), standing(latest()).turn(), true);
            case PASS_TIME -> now = now.plusSeconds(random.nextInt(90));
            case REACH_DEADLINE ->
                standing(latest()).wakeAt().filter(at -> at.isAfter(now)).ifPresent(at -> now = at);
            case PROVIDER_TAKES, PROVIDER_REFUSES, NOBODY_KNOWS ->
                any(inFlight.stream().filter(one -> one.taken.isEmpty()).toList())
                        .ifPresent(delivery -> ask(delivery, act));
            case RECORD ->
                any(inFlight.stream().filter(one -> one.taken.isPresent()).toList())
                        .ifPresent(this::record);
            case RECEIPT ->
                any(references)
                        .ifPresent(reference ->
                                receive(reference, Progress.values()[random.nextInt(Progress.values().length)]));
            case RIGHT_CODE -> check(true);
            case WRONG_CODE -> check(false);
            case CANCEL -> decide(latest(), c -> ChallengeTransitions.cancel(c, "test", now));
            case SUPERSEDE ->
                decide(latest(), c -> ChallengeTransitions.supersede(c, "next", now))
                        .ifPresent(done -> issue());
            case READDRESS -> readdress();
            case MERGE -> {
                String into = "patient-" + random.nextInt(3);
                decide(
                        latest(),
                        c -> ChallengeTransitions.merge(
                                c, new PatientRecord(into, c.actKey(), c.act(), c.recipient())));
            }
            case RESEND ->
                decide(latest(), c -> ChallengeTransitions.resend(c, now))
                        .ifPresent(done -> story(done.next().id()).asked(done.next()));
            case NEXT ->
                decide(latest(), c -> AskedTransitions.next(c, "x", now)).ifPresent(done -> {
                    story(done.next().id()).asked(done.next());
                    story(done.next().id()).chosen(false);
                });
            case CHOOSE -> {
                Transport way = random.nextBoolean() ? Transport.EMAIL : Transport.SMS;
                decide(latest(), c -> AskedTransitions.choose(c, way, "x", now)).ifPresent(done -> {
                    story(done.next().id()).asked(done.next());
                    story(done.next().id()).chosen(true);
                });
            }
            case PHONE_OPENS -> bySilentStep(step -> c -> SilentTransitions.opened(c, step, "c", now));
            case PHONE_RETURNS -> bySilentStep(step -> c -> SilentTransitions.returned(c, step, "c", now));
            case PHONE_REFUSED ->
                bySilentStep(step -> c -> SilentTransitions.refused(c, step, now, ErrorCategory.REFUSED, "c", "no"));
            case PHONE_PROVED ->
                bySilentStep(step -> c -> SilentTransitions.verified(c, step, "silent:c", "british", now))
                        .filter(done -> done.next().state() == ChallengeState.VERIFIED)
                        .ifPresent(done -> story(done.next().id()).proved());
            case CRASH -> {
                wakeUps.clear();
                inFlight.clear();
            }
        }
    }

    private void readdress() {
        Optional<String> successor = random.nextBoolean() ? Optional.of("next") : Optional.empty();
        decide(latest(), c -> ChallengeTransitions.readdress(c, successor, now))
                .filter(done -> successor.isPresent())
                .ifPresent(done -> issue());
    }

    /** As the dispatcher does: what is over ends, what is due is claimed, or refused where the guard says no. */
    private void wake(ChallengeStory story, int turn, boolean vetoed) {
        if (decide(story, c -> ChallengeTransitions.expire(c, now)).isPresent()) {
            return;
        }
        Instant asked = now;
        if (vetoed) {
            decide(story, c -> ChallengeTransitions.refuse(c, turn, asked, ErrorCategory.REFUSED, "limit"));
            return;
        }
        decide(story, c -> ChallengeTransitions.claim(c, turn, asked)).ifPresent(claim -> {
            int step = story.claimed(replaced.orElseThrow(), turn, asked);
            inFlight.add(new Delivery(story, step, turn));
        });
    }

    /** One request to the next provider of the step. */
    private void ask(Delivery delivery, Act answer) {
        delivery.asked++;
        delivery.story.asked(delivery.turn, delivery.asked);
        boolean hasIt = answer == Act.PROVIDER_TAKES || answer == Act.NOBODY_KNOWS && random.nextBoolean();
        Reference reference = new Reference(delivery.story, delivery.step);
        // Even one that refused may send receipts: for a name that nobody keeps.
        if (hasIt || random.nextInt(8) == 0) {
            references.add(reference);
        }
        if (answer == Act.PROVIDER_TAKES) {
            delivery.taken = Optional.of(reference);
        } else if (answer == Act.PROVIDER_REFUSES && delivery.asked < PROVIDERS) {
            decide(
                    delivery.story,
                    c -> ChallengeTransitions.passedOver(c, delivery.step, ErrorCategory.UNAVAILABLE, "first", "no"));
        } else {
            inFlight.remove(delivery);
            ErrorCategory why = answer == Act.NOBODY_KNOWS ? ErrorCategory.TIMEOUT : ErrorCategory.REFUSED;
            decide(delivery.story, c -> ChallengeTransitions.failed(c, delivery.step, now, why, "last", "no"));
        }
    }

    private void record(Delivery delivery) {
        inFlight.remove(delivery);
        Reference reference = delivery.taken.orElseThrow();
        reference.recorded = true;
        decide(delivery.story, c -> ChallengeTransitions.accepted(c, delivery.step, "c"));
        reference.early.forEach(progress -> receive(reference, progress));
        reference.early.clear();
    }

    private void receive(Reference reference, Progress progress) {
        if (reference.recorded) {
            decide(reference.story, c -> ChallengeTransitions.receipt(c, reference.step, progress, "c", now));
        } else {
            reference.early.add(progress);
        }
    }

    private void check(boolean right) {
        ChallengeStory story = random.nextInt(4) == 0 ? any(stories).orElseThrow() : latest();
        decide(story, c -> ChallengeTransitions.check(c, right, "user:test", now))
                .filter(change -> !right && change.next().state() != ChallengeState.EXPIRED)
                .ifPresent(change -> story.answeredWrong());
    }

    private Optional<Transition> bySilentStep(IntFunction<Function<Challenge, Optional<Transition>>> news) {
        OptionalInt step = SilentTransitions.step(standing(latest()));
        return step.isPresent() ? decide(latest(), news.apply(step.getAsInt())) : Optional.empty();
    }

    private Optional<Transition> decide(ChallengeStory story, Function<Challenge, Optional<Transition>> decision) {
        return arbiter.decide(story.id(), now, decision);
    }

    private <T> Optional<T> any(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    private ChallengeStory story(UUID id) {
        return stories.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    }

    void holdsItsRules() {
        stories.forEach(story -> story.holdsIn(standing(story)));
    }

    /** With nothing but its own timers, a challenge comes to its end no later than its expiry. */
    void endsByItself() {
        Instant left = now;
        for (int i = 0; i < 20 && standing(latest()).wakeAt().isPresent(); i++) {
            Instant at = standing(latest()).wakeAt().orElseThrow();
            now = at.isAfter(now) ? at : now;
            wake(latest(), standing(latest()).turn(), false);
            holdsItsRules();
        }
        Challenge ended = standing(latest());
        Instant limit = left.isAfter(ended.expiresAt()) ? left : ended.expiresAt();
        ChallengeStory.must(ended.closedAt().filter(at -> !at.isAfter(limit)).isPresent(), "open after its time");
    }

    private void tell(AuditFact fact) {
        story(fact.challengeId().orElseThrow()).told(fact.kind());
    }

    @Override
    public void inbox(long inboxId, String patientKey) {
        throw new AssertionError("A challenge does not wake the inbox");
    }

    @Override
    public void challenge(UUID challengeId, int turn, Instant due) {
        ChallengeStory.Wake wake = new ChallengeStory.Wake(challengeId, turn, due);
        wakeUps.add(wake);
        story(challengeId).woken(wake);
    }

    @Override
    public void outcomes() {}

    /** Lets another change win now and then, between a decision and its commit. */
    private final class RacedStore extends ForwardingChallengeStore {

        RacedStore() {
            super(rows);
        }

        @Override
        public boolean compareAndSet(Challenge next) {
            race();
            Challenge before = rows.find(next.id()).orElseThrow();
            boolean won = rows.compareAndSet(next);
            if (won) {
                replaced = Optional.of(before);
                ChallengeStory.must(before.state() == ChallengeState.OPEN, "changed after its end");
            }
            return won;
        }

        @Override
        public boolean compareAndMove(Challenge next) {
            return compareAndSet(next);
        }

        private void race() {
            if (!racing && random.nextInt(4) == 0) {
                racing = true;
                play(ACTS[random.nextInt(ACTS.length)]);
                racing = false;
            }
        }
    }
}
