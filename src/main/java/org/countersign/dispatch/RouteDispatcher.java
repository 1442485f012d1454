package org.countersign.dispatch;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.jspecify.annotations.Nullable;

/**
 * The bean {@code dispatcher} of {@code routes/dispatch/router.camel.yaml}: between a wake-up and the headers that the
 * router chooses by. A code stands in the message's body from {@link #prepare} to the channel and nowhere else.
 */
public final class RouteDispatcher {

    private static final String DELIVERY = "CountersignDelivery";

    private final Dispatcher dispatcher;

    RouteDispatcher(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /**
     * Makes a wake-up (body: challenge id, header {@code turn}) into the text to be sent, with the headers Transport,
     * To, Country, Locale, Facility, Purpose, Attempt and Reference. Ends the route when nothing is to be sent.
     */
    public void prepare(Exchange exchange) {
        Message message = exchange.getMessage();
        UUID challenge = UUID.fromString(message.getBody(String.class));
        int turn = message.getHeader("turn", 0, Integer.class);
        // What came with the wake-up must not travel on to a provider.
        message.removeHeaders("*");
        dispatcher
                .prepare(challenge, turn)
                .ifPresentOrElse(delivery -> put(delivery, exchange), () -> exchange.setRouteStop(true));
    }

    /** The channel took the message: keeps what the provider calls it (header ProviderReference, may be missing). */
    public void record(Exchange exchange) {
        String reference = exchange.getMessage().getHeader("ProviderReference", "", String.class);
        dispatcher.record(delivery(exchange), channel(exchange), reference);
    }

    /** The channel failed: the next step of the plan is due at once. */
    public void fail(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        ErrorCategory category = category(cause);
        // The provider's words may quote the number: what kind of failure it was must do.
        String reason = cause == null ? "failed" : root(cause).getClass().getSimpleName();
        dispatcher.fail(delivery(exchange), channel(exchange), category, reason);
        exchange.setRouteStop(true);
    }

    private static void put(Delivery delivery, Exchange exchange) {
        exchange.setProperty(DELIVERY, delivery);
        Message message = exchange.getMessage();
        message.setBody(delivery.text().reveal());
        message.setHeader("Transport", delivery.transport().code());
        message.setHeader("To", delivery.to().reveal());
        message.setHeader("Country", delivery.country());
        message.setHeader("Locale", delivery.locale().toLanguageTag());
        message.setHeader("Facility", delivery.facility());
        message.setHeader("Purpose", delivery.purpose().code());
        message.setHeader("Attempt", delivery.turn());
        message.setHeader("Reference", delivery.reference());
    }

    private static Delivery delivery(Exchange exchange) {
        Delivery delivery = exchange.getProperty(DELIVERY, Delivery.class);
        if (delivery == null) {
            throw new IllegalStateException("dispatcher.prepare must come first in the route");
        }
        return delivery;
    }

    private static String channel(Exchange exchange) {
        return exchange.getProperty("Channel", "", String.class);
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
