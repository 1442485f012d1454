package org.countersign.channel;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Stands for the guard's {@code doNotContact}. */
final class RecordingOptOuts {

    final Queue<String> received = new ConcurrentLinkedQueue<>();

    public void stop(String number, String channel) {
        received.add("stop " + number + " " + channel);
    }

    public void start(String number, String channel) {
        received.add("start " + number + " " + channel);
    }
}
