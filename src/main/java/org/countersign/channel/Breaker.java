package org.countersign.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The circuit breaker of one channel or lookup: opens when at least half of the latest sends failed, and lets one send probe when
 * it has been open for a while, longer after each probe that failed. Not thread-safe.
 */
final class Breaker {

    /** Outcomes count for so long, and so many at most. */
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int MOST = 20;

    /** Fewer outcomes say nothing. */
    private static final int LEAST = 5;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** A probe that is not heard of after so long is lost. */
    private static final Duration PROBE_LIMIT = Duration.ofMinutes(1);

    private final Deque<Outcome> latest = new ArrayDeque<>();
    private Duration pause = FIRST_PAUSE;
    private Instant probeAt = Instant.MAX;
    private boolean open;

    private record Outcome(Instant at, boolean good) {}

    boolean isOpen() {
        return open;
    }

    /** Whether one more send may go; it is then the probe where the breaker is open. */
    boolean admit(Instant now) {
        if (!open) {
            return true;
        }
        if (now.isBefore(probeAt)) {
            return false;
        }
        probeAt = now.plus(PROBE_LIMIT);
        return true;
    }

    /** A send was taken. */
    void succeeded(Instant now) {
        if (open) {
            open = false;
            pause = FIRST_PAUSE;
            latest.clear();
        }
        note(now, true);
    }

    /** A send failed for a reason of the provider's. */
    void failed(Instant now) {
        if (open) {
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            probeAt = now.plus(pause);
            return;
        }
        note(now, false);
        long bad = latest.stream().filter(outcome -> !outcome.good()).count();
        if (latest.size() >= LEAST && 2 * bad >= latest.size()) {
            open = true;
            probeAt = now.plus(pause);
        }
    }

    private void note(Instant now, boolean good) {
        latest.addLast(new Outcome(now, good));
        while (latest.size() > MOST || latest.getFirst().at().isBefore(now.minus(WINDOW))) {
            latest.removeFirst();
        }
    }
}
