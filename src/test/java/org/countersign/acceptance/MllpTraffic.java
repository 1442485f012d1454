package org.countersign.acceptance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.countersign.testing.Hl7Messages;
import org.countersign.testing.Hl7Messages.Patient;
import org.countersign.testing.MllpSender;

/** An EHR that sends without pause over connections which it opens once; notes whatever is not as it should be. */
final class MllpTraffic {

    private static final int CONNECTIONS = 4;

    private final String name;
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile long longest;

    /** @param messages in a second, over all connections */
    MllpTraffic(String name, int port, int messages) {
        this.name = name;
        long pause = TimeUnit.SECONDS.toNanos(1) * CONNECTIONS / messages;
        for (int i = 0; i < CONNECTIONS; i++) {
            int connection = i;
            threads.add(Thread.ofPlatform().name("ehr-" + i).start(() -> send(connection, port, pause)));
        }
    }

    private void send(int connection, int port, long pause) {
        try (MllpSender sender = new MllpSender(port)) {
            long next = System.nanoTime();
            for (int i = 0; going.get(); i++) {
                String id = name + "-" + connection + "-" + i;
                long sent = System.nanoTime();
                String answer = sender.send(message(id, i));
                longest = Math.max(longest, System.nanoTime() - sent);
                if (answer.contains("MSA|AA|" + id)) {
                    taken.incrementAndGet();
                } else {
                    troubles.add(id + " was answered " + answer);
                }
                next += pause;
                LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
            }
        } catch (IOException e) {
            troubles.add("connection " + connection + ": " + e);
        }
    }

    /** A training message, so that the hub stores and reads it and sends nothing. */
    private static String message(String id, int number) {
        Patient patient = new Patient("MRN-" + number % 1000, "Berg", "4155550141", "");
        return Hl7Messages.siu("S12", id, id, "203501011000", patient).replace("|P|2.5.1", "|T|2.5.1");
    }

    /** What went wrong so far; nothing, if all is well. */
    List<String> troubles() {
        return List.copyOf(troubles);
    }

    int taken() {
        return taken.get();
    }

    /** The longest time that a message waited for its acknowledgement. */
    long longestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longest);
    }

    boolean isGoing() {
        return going.get();
    }

    /** Ends once each message is answered. */
    void stop() throws InterruptedException {
        going.set(false);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
