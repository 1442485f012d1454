package org.countersign.acceptance;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** What is the same in all six providers: how each behaves just now, what it was asked, and what reaches the phones. */
final class Provider {

    /** What a provider does with a message. */
    enum Conduct {
        WORKS,
        REFUSES,
        HANGS,
        BREAKS,
        LOSES,
        DELIVERS_LATE,
        DELIVERS_TWICE;

        /** Whether a message surely arrives. */
        boolean brings() {
            return this == WORKS || this == DELIVERS_LATE || this == DELIVERS_TWICE;
        }

        /** Whether the hub hears no, so that another provider may carry the message. */
        boolean declines() {
            return this == REFUSES || this == BREAKS;
        }
    }

    /**
     * A message that it was asked to carry.
     *
     * @param reference the hub's; empty where the provider's API has no place for it
     * @param declined whether the hub heard no
     */
    record Request(String channel, String to, String reference, boolean declined) {}

    final String channel;
    final String transport;
    private final BiConsumer<String, String> phones;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private final AtomicInteger carrying = new AtomicInteger();
    private volatile Conduct conduct = Conduct.WORKS;

    /** @param phones takes an address and what arrives there */
    Provider(String channel, String transport, BiConsumer<String, String> phones) {
        this.channel = channel;
        this.transport = transport;
        this.phones = phones;
    }

    void behave(Conduct next) {
        conduct = next;
        requests.clear();
        held.clear();
    }

    Conduct conduct() {
        return conduct;
    }

    /** Notes what it is asked, which is then to be carried; how it behaves. */
    Conduct asked(String to, String reference) {
        carrying.incrementAndGet();
        Conduct now = conduct;
        requests.add(new Request(channel, to, reference, now.declines()));
        return now;
    }

    /** Whether what it was asked to carry is there, lost or held back. */
    boolean isIdle() {
        return carrying.get() == 0;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Carries what it was asked to. {@code arrival} is what happens when the message is there: once, twice or never. */
    void carry(Conduct now, Runnable arrival) {
        try {
            carryOn(now, arrival);
        } finally {
            carrying.decrementAndGet();
        }
    }

    private void carryOn(Conduct now, Runnable arrival) {
        switch (now) {
            case WORKS -> arrival.run();
            case DELIVERS_TWICE -> {
                arrival.run();
                arrival.run();
            }
            case DELIVERS_LATE -> held.add(arrival);
            case HANGS -> {
                // Whether the message goes out is what nobody knows.
                if (ThreadLocalRandom.current().nextBoolean()) {
                    arrival.run();
                }
            }
            case REFUSES, BREAKS, LOSES -> {}
        }
    }

    /** What the phone, or the mailbox, at {@code to} gets. */
    void arrive(String to, String text) {
        phones.accept(to, text);
    }

    /** Delivers what was held back, if anything was. */
    void release() {
        for (Runnable one = held.poll(); one != null; one = held.poll()) {
            one.run();
        }
    }
}
