package org.countersign.dispatch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.countersign.channel.ChannelHealth;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.terms.ChannelCosts;
import org.countersign.terms.NoSenderException;
import org.jspecify.annotations.Nullable;

/**
 * The bean {@code dispatcher} of {@code routes/dispatch/router.camel.yaml}: between a wake-up and the headers that the
 * router chooses by. A code stands in the message's body from {@link #prepare} to the channel and nowhere else.
 */
public final class RouteDispatcher {

    private static final String DELIVERY = "CountersignDelivery";

    /** Exchange property: whether a channel is to be chosen for the message, for the first time or again. */
    private static final String AGAIN = "Again";

    private static final String CHANNEL = "Channel";

    /** Exchange property: whether channels are kept out that did not bring an earlier message. */
    private static final String SPARED = "CountersignSpared";

    /** Exchange property: the channel that did not take the message, until it is known what came of the next. */
    private static final String REFUSED = "CountersignRefused";

    private record Refused(String channel, ErrorCategory category, String reason) {}

    private final Dispatcher dispatcher;
    private final NumberCheck numbers;
    private final ChannelHealth health;
    private final ChannelCosts costs;

    RouteDispatcher(Dispatcher dispatcher, NumberCheck numbers, ChannelHealth health, ChannelCosts costs) {
        this.dispatcher = dispatcher;
        this.numbers = numbers;
        this.health = health;
        this.costs = costs;
    }

    /**
     * Takes what a wake-up (body: challenge id, header {@code turn}) is for, and sets the property Again, by which the
     * router chooses a channel. Ends the route when nothing is to be sent.
     */
    public void prepare(Exchange exchange) {
        Message message = exchange.getMessage();
        UUID challenge = UUID.fromString(message.getBody(String.class));
        int turn = message.getHeader("turn", 0, Integer.class);
        // What came with the wake-up must not travel on to a provider.
        message.removeHeaders("*");
        dispatcher
                .prepare(challenge, turn)
                .ifPresentOrElse(
                        delivery -> {
                            exchange.setProperty(DELIVERY, delivery);
                            exchange.setProperty(ChannelHealth.TRIED, delivery.unheard());
                            exchange.setProperty(SPARED, !delivery.unheard().isEmpty());
                            exchange.setProperty(AGAIN, true);
                        },
                        () -> exchange.setRouteStop(true));
    }

    /**
     * Has the lookups asked that are configured for the transport. What they know of the number is what {@link #offer}
     * puts up then; where one vetoes, the next step of the plan is due at once, and the route ends.
     */
    public void lookUp(Exchange exchange) {
        numbers.check(delivery(exchange), exchange.getContext())
                .ifPresentOrElse(
                        delivery -> exchange.setProperty(DELIVERY, delivery), () -> exchange.setRouteStop(true));
    }

    /**
     * Puts up the text to be sent, with the headers Transport, To, Country, Line, Carrier, LocalTime, Locale, Facility,
     * Purpose, Attempt, Reference and Code (hidden: a bean must reveal it), for a channel to be chosen.
     */
    public void offer(Exchange exchange) {
        exchange.setProperty(AGAIN, false);
        exchange.removeProperty(CHANNEL);
        exchange.getMessage().removeHeaders("*");
        put(delivery(exchange), exchange);
    }

    /**
     * The channel took the message: keeps what the provider calls it (header ProviderReference, may be missing), who it
     * was from (property Sender) and what it is estimated to cost.
     */
    public void record(Exchange exchange) {
        String reference = exchange.getMessage().getHeader("ProviderReference", "", String.class);
        String channel = channel(exchange);
        Delivery delivery = delivery(exchange);
        health.succeeded(channel);
        passOver(exchange);
        String sender = exchange.getProperty("Sender", "", String.class);
        dispatcher.record(
                delivery,
                new Carried(
                        channel,
                        reference,
                        sender,
                        costs.price(channel, delivery.number().country())));
    }

    /**
     * The channel failed. Where that is sure, another channel may carry the message: sets Again. Where nobody knows
     * whether the provider has it, or no channel is left, the next step of the plan is due at once, and the route ends.
     */
    public void fail(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        ErrorCategory category = category(cause);
        String reason = reason(cause);
        String channel = channel(exchange);
        Refused earlier = exchange.getProperty(REFUSED, Refused.class);
        if (channel.isEmpty() && exchange.getProperty(SPARED, false, Boolean.class)) {
            spareNone(exchange);
            return;
        }
        if (channel.isEmpty()) {
            // None was left: what the last one that was asked said is how the step failed.
            end(exchange, earlier == null ? new Refused("", category, reason) : earlier);
            return;
        }
        if (!(cause instanceof NoSenderException)) {
            health.failed(channel, category);
        }
        passOver(exchange);
        Refused now = new Refused(channel, category, reason);
        if (category == ErrorCategory.UNAVAILABLE || category == ErrorCategory.REFUSED) {
            List<String> tried = new ArrayList<>(tried(exchange));
            tried.add(channel);
            exchange.setProperty(ChannelHealth.TRIED, tried);
            exchange.setProperty(REFUSED, now);
            exchange.setProperty(AGAIN, true);
        } else {
            end(exchange, now);
        }
    }

    /** No other channel is left: one that did not bring an earlier message may bring this one. */
    private static void spareNone(Exchange exchange) {
        List<String> tried = new ArrayList<>(tried(exchange));
        tried.removeAll(delivery(exchange).unheard());
        exchange.setProperty(ChannelHealth.TRIED, tried);
        exchange.setProperty(SPARED, false);
        exchange.setProperty(AGAIN, true);
    }

    private void end(Exchange exchange, Refused last) {
        dispatcher.fail(delivery(exchange), last.channel(), last.category(), last.reason());
        exchange.setRouteStop(true);
    }

    /** Tells of the channel that was asked before, now that another one was. */
    private void passOver(Exchange exchange) {
        Refused earlier = exchange.getProperty(REFUSED, Refused.class);
        if (earlier != null) {
            dispatcher.passOver(delivery(exchange), earlier.channel(), earlier.category(), earlier.reason());
            exchange.removeProperty(REFUSED);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> tried(Exchange exchange) {
        return exchange.getProperty(ChannelHealth.TRIED, List.of(), List.class);
    }

    private static void put(Delivery delivery, Exchange exchange) {
        Message message = exchange.getMessage();
        message.setBody(delivery.text().reveal());
        message.setHeader("Transport", delivery.transport().code());
        message.setHeader("To", delivery.to().reveal());
        message.setHeader("Country", delivery.number().country());
        message.setHeader("Line", delivery.number().line().name().toLowerCase(Locale.ROOT));
        message.setHeader("Carrier", delivery.number().carrier());
        message.setHeader("LocalTime", delivery.localTime());
        message.setHeader("Locale", delivery.locale().toLanguageTag());
        message.setHeader("Facility", delivery.facility());
        message.setHeader("Purpose", delivery.purpose().code());
        message.setHeader("Attempt", delivery.turn());
        message.setHeader("Reference", delivery.reference());
        message.setHeader("Code", delivery.code());
    }

    private static Delivery delivery(Exchange exchange) {
        Delivery delivery = exchange.getProperty(DELIVERY, Delivery.class);
        if (delivery == null) {
            throw new IllegalStateException("dispatcher.prepare must come first in the route");
        }
        return delivery;
    }

    private static String channel(Exchange exchange) {
        return exchange.getProperty(CHANNEL, "", String.class);
    }

    /** The hub's own words; of all others, which may quote the number, what kind of failure it was must do. */
    private static String reason(@Nullable Throwable cause) {
        if (cause == null) {
            return "failed";
        }
        Throwable root = root(cause);
        boolean ours = root instanceof OperationalException || root instanceof NoSenderException;
        return ours ? String.valueOf(root.getMessage()) : root.getClass().getSimpleName();
    }

    private static ErrorCategory category(@Nullable Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof OperationalException operational) {
                return operational.category();
            }
            if (each instanceof TimeoutException || each instanceof java.net.SocketTimeoutException) {
                return ErrorCategory.TIMEOUT;
            }
            if (each instanceof IOException) {
                return ErrorCategory.UNAVAILABLE;
            }
        }
        return ErrorCategory.REFUSED;
    }

    private static Throwable root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
