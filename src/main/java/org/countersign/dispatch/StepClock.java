package org.countersign.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.countersign.challenge.ChallengeStore;
import org.countersign.platform.WakeUps;

/**
 * Finds what is due and was not woken, since a wake-up may be lost with the broker or the hub; the bean
 * {@code stepClock} of {@code routes/dispatch/clock.camel.yaml}, which calls it four times a second.
 */
public final class StepClock {

    /** What is due for less than this is on its way by JMS. */
    private static final Duration GRACE = Duration.ofMillis(300);

    /** A row that was woken is not woken again for so long, or a slow provider would pile wake-ups up. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration EARLY_RECEIPTS_KEPT = Duration.ofHours(1);
    private static final int BATCH = 500;

    private final ChallengeStore challenges;
    private final AttemptStore attempts;
    private final WakeUps wakeUps;
    private final Clock clock;
    private final Map<Turn, Instant> woken = new HashMap<>();

    StepClock(ChallengeStore challenges, AttemptStore attempts, WakeUps wakeUps, Clock clock) {
        this.challenges = challenges;
        this.attempts = attempts;
        this.wakeUps = wakeUps;
        this.clock = clock;
    }

    /** Wakes what is overdue; how many rows that were. */
    public synchronized int sweep() {
        Instant now = clock.instant();
        woken.values().removeIf(at -> at.plus(PATIENCE).isBefore(now));
        int count = 0;
        for (ChallengeStore.Wake wake : challenges.listDue(now.minus(GRACE), BATCH)) {
            if (woken.putIfAbsent(new Turn(wake.id(), wake.turn(), wake.at()), now) == null) {
                wakeUps.challenge(wake.id(), wake.turn(), now);
                count++;
            }
        }
        return count;
    }

    /** Forgets receipts that no send was recorded for. */
    public void tidy() {
        attempts.dropEarly(clock.instant().minus(EARLY_RECEIPTS_KEPT));
    }

    private record Turn(UUID id, int turn, Instant at) {}
}
