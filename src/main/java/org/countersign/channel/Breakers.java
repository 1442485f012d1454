package org.countersign.channel;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.countersign.platform.ErrorCategory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A circuit breaker for each of what one kind of provider offers, by name. What they know is this node's alone and is
 * forgotten at a restart. Thread-safe.
 */
public final class Breakers {

    private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);

    private final String kind;
    private final Clock clock;
    private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();

    /** @param kind what the log calls one of them: {@code Channel} */
    public Breakers(String kind, Clock clock) {
        this.kind = kind;
        this.clock = clock;
    }

    /** Whether it may be used once more; of one that is down one use is let through as a probe, now and then. */
    public boolean admit(String name) {
        Breaker breaker = breaker(name);
        synchronized (breaker) {
            return breaker.admit(clock.instant());
        }
    }

    /** Whether it is marked down. */
    public boolean isDown(String name) {
        Breaker breaker = breaker(name);
        synchronized (breaker) {
            return breaker.isOpen();
        }
    }

    /** The provider did what it was asked. */
    public void succeeded(String name) {
        Breaker breaker = breaker(name);
        synchronized (breaker) {
            boolean wasOpen = breaker.isOpen();
            breaker.succeeded(clock.instant());
            if (wasOpen) {
                LOG.info("{} {} works again", kind, name);
            }
        }
    }

    /** The provider did not; that it refused once says nothing of the next time. */
    public void failed(String name, ErrorCategory category) {
        switch (category) {
            case INVALID_INPUT, REFUSED -> answered(name);
            case UNAVAILABLE, TIMEOUT, INTERNAL -> down(name);
        }
    }

    /** An answer all the same: whoever waits for a probe has it. */
    private void answered(String name) {
        Breaker breaker = breaker(name);
        synchronized (breaker) {
            if (breaker.isOpen()) {
                breaker.succeeded(clock.instant());
            }
        }
    }

    private void down(String name) {
        Breaker breaker = breaker(name);
        synchronized (breaker) {
            boolean wasOpen = breaker.isOpen();
            breaker.failed(clock.instant());
            if (!wasOpen && breaker.isOpen()) {
                LOG.warn("{} {} is marked down: at least half of its latest uses failed", kind, name);
            }
        }
    }

    private Breaker breaker(String name) {
        return breakers.computeIfAbsent(name, one -> new Breaker());
    }
}
