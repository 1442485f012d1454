package org.countersign.channel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;

/**
 * A phone that exists only in the hub's memory, for trying the hub out. It takes every transport, keeps the last
 * {@value #MESSAGES_MAX} messages, and reports each as delivered a moment later. Safe for many threads.
 */
public final class Handset {

    static final int MESSAGES_MAX = 200;

    /** Receipts that nobody asks for are dropped, as a network drops them. */
    private static final int RECEIPTS_MAX = 10_000;

    private static final Duration DELIVERY = Duration.ofMillis(300);

    private final Clock clock;
    private final boolean on;
    private final Deque<HandsetMessage> messages = new ArrayDeque<>();
    private final Deque<Receipt> receipts = new ArrayDeque<>();

    Handset(Clock clock, boolean on) {
        this.clock = clock;
        this.on = on;
    }

    /** Whether there is a phone at all. */
    public boolean isOn() {
        return on;
    }

    /**
     * Takes a message; for routes.
     *
     * @return the reference by which the receipt will name it
     * @throws OperationalException when the handset is off
     */
    public synchronized String take(
            @Body String text,
            @Header("To") String to,
            @Header("Reference") String reference,
            @Header("Locale") String locale,
            @Header("Transport") String transport) {
        if (!on) {
            throw new OperationalException(ErrorCategory.REFUSED, "The simulated handset is off");
        }
        Instant now = clock.instant();
        messages.addFirst(new HandsetMessage(now, transport, Sensitive.of(to), locale, Sensitive.of(text), reference));
        if (messages.size() > MESSAGES_MAX) {
            messages.removeLast();
        }
        String providerReference = "handset-" + reference;
        receipts.addLast(new Receipt(now.plus(DELIVERY), providerReference));
        if (receipts.size() > RECEIPTS_MAX) {
            receipts.removeFirst();
        }
        return providerReference;
    }

    /** Hands out, once, the references of the messages that were delivered since the last call; for routes. */
    public synchronized List<String> delivered() {
        Instant now = clock.instant();
        var delivered = new ArrayList<String>();
        while (!receipts.isEmpty() && !receipts.getFirst().due().isAfter(now)) {
            delivered.add(receipts.removeFirst().providerReference());
        }
        return delivered;
    }

    /** The messages held, newest first. */
    synchronized List<HandsetMessage> messages() {
        return List.copyOf(messages);
    }

    /** Without any message. */
    @Override
    public String toString() {
        return "Handset[" + (on ? "on" : "off") + "]";
    }

    private record Receipt(Instant due, String providerReference) {}
}
