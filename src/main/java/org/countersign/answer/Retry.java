package org.countersign.answer;

import java.time.Duration;
import java.time.Instant;

/**
 * When an answer is tried again.
 *
 * @param first pause after the first failure; doubled with each further one
 * @param longest pause
 * @param giveUpAfter age at which an answer is tried no more
 * @param oneTry how long one try may take
 */
record Retry(Duration first, Duration longest, Duration giveUpAfter, Duration oneTry) {

    private static final int MAX_DOUBLINGS = 20;
    private static final Duration MARGIN = Duration.ofSeconds(10);

    /** @param tries failed so far, at least 1 */
    Duration pause(int tries) {
        Duration pause = first.multipliedBy(1L << Math.clamp(tries - 1, 0, MAX_DOUBLINGS));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    boolean isOver(Instant createdAt, Instant now) {
        return !now.isBefore(createdAt.plus(giveUpAfter));
    }

    /** Until when somebody who has begun a try is surely at it, or gone. */
    Instant lease(Instant now) {
        return now.plus(oneTry).plus(MARGIN);
    }
}
