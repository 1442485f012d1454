package org.countersign.intake;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.countersign.answer.Connections;

/** The MLLP connections that are open on this node, over all feeds. Thread-safe. */
final class OpenConnections implements Connections {

    private final Map<String, FeedConnection> open = new ConcurrentHashMap<>();

    void add(String name, FeedConnection connection) {
        open.put(name, connection);
    }

    void remove(String name) {
        open.remove(name);
    }

    @Override
    public boolean holds(String connection) {
        return open.containsKey(connection);
    }

    @Override
    public CompletionStage<Boolean> write(String connection, byte[] message) {
        FeedConnection found = open.get(connection);
        return found == null ? CompletableFuture.completedFuture(false) : found.say(message);
    }
}
