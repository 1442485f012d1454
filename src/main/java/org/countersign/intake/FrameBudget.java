package org.countersign.intake;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Bounds the bytes of frames over all feeds: of those that were received and not answered yet, or of those not whole. A frame longer than the whole
 * budget is let in alone. Thread-safe.
 */
final class FrameBudget {

    private final long limit;
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private long used;

    /** @param limit bytes */
    FrameBudget(long limit) {
        this.limit = limit;
    }

    /** Takes {@code bytes}, or has {@code whenFree} called once some were given back. */
    synchronized boolean take(long bytes, Runnable whenFree) {
        if (used > 0 && used + bytes > limit) {
            waiting.add(whenFree);
            return false;
        }
        used += bytes;
        return true;
    }

    /** Takes {@code bytes} where they are to be had at once. */
    synchronized boolean take(long bytes) {
        boolean free = used + bytes <= limit;
        used += free ? bytes : 0;
        return free;
    }

    void giveBack(long bytes) {
        List<Runnable> awake;
        synchronized (this) {
            used -= bytes;
            awake = List.copyOf(waiting);
            waiting.clear();
        }
        awake.forEach(Runnable::run);
    }

    /** Bytes that wait for an answer now. */
    synchronized long used() {
        return used;
    }
}
