package org.countersign.answer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.countersign.platform.WakeUps;

/** Finds the answers that are due and that no wake-up came for; the bean {@code answerClock} of the routes. */
public final class AnswerClock {

    /** An answer that was woken is not woken again for so long, unless its next try falls due. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int BATCH = 500;

    private final AnswerStore store;
    private final WakeUps wakeUps;
    private final Clock clock;
    private final Map<AnswerStore.Due, Instant> woken = new HashMap<>();

    AnswerClock(AnswerStore store, WakeUps wakeUps, Clock clock) {
        this.store = store;
        this.wakeUps = wakeUps;
        this.clock = clock;
    }

    /** Wakes what is due; how many answers that were. */
    public synchronized int sweep() {
        Instant now = clock.instant();
        woken.values().removeIf(at -> at.plus(PATIENCE).isBefore(now));
        int count = 0;
        for (AnswerStore.Due due : store.overdue(now, BATCH)) {
            if (woken.putIfAbsent(due, now) == null) {
                wakeUps.answer(due.id(), due.route(), due.patientKey());
                count++;
            }
        }
        return count;
    }
}
