package org.countersign.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * How long to leave a failing server alone: twice as long after each failure up to a limit, shortened by chance by up
 * to a half, so that nodes do not come back all at once. Failures and successes are told by one thread at a time.
 */
final class RetryPause {

    private static final int MAX_DOUBLINGS = 30;

    private final Duration first;
    private final Duration longest;
    private final Clock clock;
    private final RandomGenerator random;
    private volatile Instant until = Instant.MIN;
    private int failures;

    RetryPause(Duration first, Duration longest, Clock clock, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.clock = clock;
        this.random = random;
    }

    boolean isOver() {
        return !clock.instant().isBefore(until);
    }

    /** Starts the next pause; its length. */
    Duration fail() {
        long factor = 1L << Math.min(failures++, MAX_DOUBLINGS);
        long full = Math.min(longest.toMillis(), Math.multiplyExact(Math.max(1, first.toMillis()), factor));
        Duration pause = Duration.ofMillis(full - random.nextLong(full / 2 + 1));
        until = clock.instant().plus(pause);
        return pause;
    }

    /** The server is well again; whether it was not before. */
    boolean succeed() {
        boolean failed = failures > 0;
        failures = 0;
        until = Instant.MIN;
        return failed;
    }
}
