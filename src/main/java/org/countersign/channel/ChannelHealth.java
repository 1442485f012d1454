package org.countersign.channel;

import java.time.Clock;
import java.util.List;
import org.apache.camel.Exchange;
import org.countersign.platform.ErrorCategory;

/**
 * Which providers can be relied on just now: the bean {@code channelHealth} of the router, with a circuit breaker a
 * channel. Thread-safe.
 */
public final class ChannelHealth {

    /** Exchange property: the channels that this message was tried by, a list of their names. */
    public static final String TRIED = "Tried";

    private final ChannelCatalog channels;
    private final Breakers breakers;

    ChannelHealth(ChannelCatalog channels, Clock clock) {
        this.channels = channels;
        this.breakers = new Breakers("Channel", clock);
    }

    /**
     * Whether the message may go by {@code channel}: it is configured, has not failed for this message, and is not marked
     * down. To be asked last in a condition: of a channel that is down one message is let through as a probe, now and
     * then. In routes {@code free(*, 'sms-smpp')}.
     */
    public boolean free(Exchange exchange, String channel) {
        List<?> tried = exchange.getProperty(TRIED, List.of(), List.class);
        return channels.usable(channel) && !tried.contains(channel) && breakers.admit(channel);
    }

    /** Whether the channel is marked down. */
    public boolean isDown(String channel) {
        return breakers.isDown(channel);
    }

    /** The provider took a message. */
    public void succeeded(String channel) {
        breakers.succeeded(channel);
    }

    /** The provider did not take a message; that it refused one says nothing of the next. */
    public void failed(String channel, ErrorCategory category) {
        breakers.failed(channel, category);
    }
}
