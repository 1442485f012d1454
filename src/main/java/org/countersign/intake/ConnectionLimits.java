package org.countersign.intake;

import java.time.Duration;

/**
 * What one connection may do.
 *
 * @param window frames that may be unanswered at a time
 * @param frameLimit bytes of a frame
 * @param frameTimeout from the first byte of a frame to its last
 * @param idleTimeout without a frame; 0 for ever
 * @param answers bytes of frames, over all connections, that wait for an answer
 * @param unfinished bytes of frames, over all connections, that are not whole
 */
record ConnectionLimits(
        int window,
        int frameLimit,
        Duration frameTimeout,
        Duration idleTimeout,
        FrameBudget answers,
        FrameBudget unfinished) {

    static ConnectionLimits of(Feed feed, FrameBudget answers, FrameBudget unfinished) {
        int frameLimit = Math.toIntExact(feed.frameLimit().toBytes());
        return new ConnectionLimits(
                feed.window(), frameLimit, feed.frameTimeout(), feed.idleTimeout(), answers, unfinished);
    }
}
