package org.countersign.answer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The connections that messages came by, as far as they are open on this node. */
public interface Connections {

    /** No connection is open here. */
    Connections NONE = new Connections() {
        @Override
        public boolean holds(String connection) {
            return false;
        }

        @Override
        public CompletionStage<Boolean> write(String connection, byte[] message) {
            return CompletableFuture.completedFuture(false);
        }
    };

    /** Whether the connection named is open here. */
    boolean holds(String connection);

    /**
     * Sends a message on the connection named, behind the answers to all that was received on it so far.
     *
     * @return whether it was handed to the network; completed on any thread
     */
    CompletionStage<Boolean> write(String connection, byte[] message);
}
