package org.countersign.challenge;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.countersign.audit.AuditFact;
import org.countersign.audit.AuditSubject;
import org.countersign.audit.AuditTrail;
import org.countersign.platform.WakeUps;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The one arbiter: checks, receipts, timers, cancellations and amendments all change a challenge here and nowhere else.
 * A change, its audit entries and whatever the caller writes alongside stand in one commit. A change that loses the
 * race against another is decided again on what stands then; since each win moves a challenge towards its end, nobody
 * loses for ever.
 */
public final class ChallengeArbiter {

    private final ChallengeStore store;
    private final AuditTrail trail;
    private final WakeUps wakeUps;
    private final TransactionOperations transactions;
    private final Outcomes outcomes;

    public ChallengeArbiter(
            ChallengeStore store, AuditTrail trail, WakeUps wakeUps, TransactionOperations transactions) {
        this(store, trail, wakeUps, transactions, (ended, transition) -> {});
    }

    /** @param outcomes hears of each end, in its commit */
    public ChallengeArbiter(
            ChallengeStore store,
            AuditTrail trail,
            WakeUps wakeUps,
            TransactionOperations transactions,
            Outcomes outcomes) {
        this.store = store;
        this.trail = trail;
        this.wakeUps = wakeUps;
        this.transactions = transactions;
        this.outcomes = outcomes;
    }

    /**
     * Changes a challenge.
     *
     * @param now the time that the audit entries bear
     * @param decision gives the transition for what stands; may be asked several times, so it must have no effect
     * @param alongside writes more in the same commit, once the transition is the one that counts
     * @return the transition that was committed; empty when there is no such challenge or nothing to do
     */
    public Optional<Transition> decide(
            UUID id, Instant now, Function<Challenge, Optional<Transition>> decision, Consumer<Transition> alongside) {
        while (true) {
            Attempt attempt = transactions.execute(status -> attempt(id, now, decision, alongside));
            if (attempt == null) {
                throw new IllegalStateException("A transaction gave nothing back");
            }
            if (!attempt.lost()) {
                return attempt.won();
            }
        }
    }

    /** As {@link #decide(UUID, Instant, Function, Consumer)}, with nothing alongside. */
    public Optional<Transition> decide(UUID id, Instant now, Function<Challenge, Optional<Transition>> decision) {
        return decide(id, now, decision, transition -> {});
    }

    private Attempt attempt(
            UUID id, Instant now, Function<Challenge, Optional<Transition>> decision, Consumer<Transition> alongside) {
        Optional<Challenge> standing = store.find(id);
        Optional<Transition> wanted = standing.flatMap(decision);
        if (standing.isEmpty() || wanted.isEmpty()) {
            return new Attempt(false, Optional.empty());
        }
        Transition transition = wanted.get();
        if (!write(standing.get(), transition.next())) {
            return new Attempt(true, Optional.empty());
        }
        record(transition, now, isRearmed(standing.get(), transition.next()));
        alongside.accept(transition);
        return new Attempt(false, wanted);
    }

    private boolean write(Challenge before, Challenge after) {
        return before.patientKey().equals(after.patientKey())
                ? store.compareAndSet(after)
                : store.compareAndMove(after);
    }

    /** Two steps may be due at the same time, one after the other: each needs its wake-up. */
    private static boolean isRearmed(Challenge before, Challenge after) {
        return !before.wakeAt().equals(after.wakeAt()) || !before.due().equals(after.due());
    }

    /**
     * Writes the audit entries of {@code transition}, tells of an end, and wakes whoever waits for it after the commit.
     *
     * @param rearmed whether the challenge wants attention at another time than before
     */
    void record(Transition transition, Instant now, boolean rearmed) {
        Challenge challenge = transition.next();
        for (Transition.Event event : transition.events()) {
            trail.append(fact(challenge, event, now));
        }
        if (challenge.state() != ChallengeState.OPEN) {
            outcomes.closed(challenge, transition);
        }
        AfterCommit.run(() -> {
            if (!transition.events().isEmpty()) {
                wakeUps.outcomes();
            }
            challenge
                    .wakeAt()
                    .filter(at -> rearmed)
                    .ifPresent(at -> wakeUps.challenge(challenge.id(), challenge.turn(), at));
        });
    }

    private static AuditFact fact(Challenge challenge, Transition.Event event, Instant now) {
        var details = new java.util.HashMap<>(event.details());
        details.put("purpose", challenge.purpose().code());
        details.put("policy", challenge.policy());
        details.put("act", challenge.act());
        details.put("facility", challenge.facility());
        details.put("tag", challenge.tag());
        Recipient recipient = challenge.recipient();
        recipient.proxy().ifPresent(relationship -> details.put("proxy", relationship));
        return new AuditFact(
                event.kind(),
                event.outcome(),
                now,
                Optional.of(challenge.id()),
                challenge.inboxId().isPresent() ? challenge.inboxId() : OptionalLong.empty(),
                Optional.of(new AuditSubject(challenge.patientKey(), recipient.identifier(), recipient.authority())),
                details);
    }

    private record Attempt(boolean lost, Optional<Transition> won) {}
}
