package org.countersign.channel;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.countersign.platform.ErrorCategory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which providers can be relied on just now: the bean {@code channelHealth} of the router, with a circuit breaker a
 * channel. What it knows is this node's alone and is forgotten at a restart. Thread-safe.
 */
public final class ChannelHealth {

    /** Exchange property: the channels that this message was tried by, a list of their names. */
    public static final String TRIED = "Tried";

    private static final Logger LOG = LoggerFactory.getLogger(ChannelHealth.class);

    private final ChannelCatalog channels;
    private final Clock clock;
    private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();

    ChannelHealth(ChannelCatalog channels, Clock clock) {
        this.channels = channels;
        this.clock = clock;
    }

    /**
     * Whether the message may go by {@code channel}: it is configured, has not failed for this message, and is not marked
     * down. To be asked last in a condition: of a channel that is down one message is let through as a probe, now and
     * then. In routes {@code free(*, 'sms-smpp')}.
     */
    public boolean free(Exchange exchange, String channel) {
        List<?> tried = exchange.getProperty(TRIED, List.of(), List.class);
        if (!channels.usable(channel) || tried.contains(channel)) {
            return false;
        }
        Breaker breaker = breaker(channel);
        synchronized (breaker) {
            return breaker.admit(clock.instant());
        }
    }

    /** Whether the channel is marked down. */
    public boolean isDown(String channel) {
        Breaker breaker = breaker(channel);
        synchronized (breaker) {
            return breaker.isOpen();
        }
    }

    /** The provider took a message. */
    public void succeeded(String channel) {
        Breaker breaker = breaker(channel);
        synchronized (breaker) {
            boolean wasOpen = breaker.isOpen();
            breaker.succeeded(clock.instant());
            if (wasOpen) {
                LOG.info("Channel {} works again", channel);
            }
        }
    }

    /** The provider did not take a message; that it refused one says nothing of the next. */
    public void failed(String channel, ErrorCategory category) {
        switch (category) {
            case INVALID_INPUT, REFUSED -> {
                Breaker breaker = breaker(channel);
                synchronized (breaker) {
                    // An answer all the same: whoever waits for a probe has it.
                    if (breaker.isOpen()) {
                        breaker.succeeded(clock.instant());
                    }
                }
            }
            case UNAVAILABLE, TIMEOUT, INTERNAL -> down(channel);
        }
    }

    private void down(String channel) {
        Breaker breaker = breaker(channel);
        synchronized (breaker) {
            boolean wasOpen = breaker.isOpen();
            breaker.failed(clock.instant());
            if (!wasOpen && breaker.isOpen()) {
                LOG.warn("Channel {} is marked down: at least half of its latest sends failed", channel);
            }
        }
    }

    private Breaker breaker(String channel) {
        return breakers.computeIfAbsent(channel, name -> new Breaker());
    }
}
