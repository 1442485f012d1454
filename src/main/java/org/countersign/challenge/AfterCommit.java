package org.countersign.challenge;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What is done once a transaction has committed, and not when it is rolled back: waking whoever waits for its rows. */
public final class AfterCommit {

    private AfterCommit() {}

    /** Runs {@code action} after the commit of the transaction that is open; at once where none is. */
    public static void run(Runnable action) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            action.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }
}
