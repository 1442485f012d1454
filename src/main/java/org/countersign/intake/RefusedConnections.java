package org.countersign.intake;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts connections that a feed refused, and logs at most one line a minute of them. Thread-safe. */
final class RefusedConnections {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedConnections.class);
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final String feed;
    private final LongSupplier nanos;
    private long count;
    private long lines;
    private long told;
    private long nextLine;

    /** @param nanos a clock that only goes forward */
    RefusedConnections(String feed, LongSupplier nanos) {
        this.feed = feed;
        this.nanos = nanos;
    }

    /** @param reason without data of the connection, but its address */
    synchronized void add(String reason) {
        count++;
        long now = nanos.getAsLong();
        if (lines == 0 || now - nextLine >= 0) {
            nextLine = now + PAUSE;
            LOG.warn("Feed {} refused {} connection(s) since the last such line; now: {}", feed, count - told, reason);
            told = count;
            lines++;
        }
    }

    /** Lines logged so far. */
    synchronized long lines() {
        return lines;
    }

    /** Since the feed was opened. */
    synchronized long count() {
        return count;
    }
}
