package org.countersign.intake;

/** Keeps the ports of feeds open, and the connections to them, while the routes behind them change hands. */
public interface FeedHold {

    /**
     * From now on a feed whose route stops keeps its port: what comes waits for the next route. Closing the hold closes
     * the ports that have none by then.
     */
    Held hold();

    /** To be closed when the new routes run. */
    interface Held extends AutoCloseable {

        @Override
        void close();
    }
}
