package org.countersign.channel;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Stands for the guard's {@code doNotContact}. */
final class RecordingOptOuts {

    final Queue<String> received = new ConcurrentLinkedQueue<>();

    public void stop(String number) {
        received.add("stop " + number);
    }

    public void start(String number) {
        received.add("start " + number);
    }
}
