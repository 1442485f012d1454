package org.countersign.intake;

/** Tells of messages that were given up; their rows stay in the inbox. */
@FunctionalInterface
interface DeadLetters {

    /** @param reason holds no data of the message */
    void add(long inboxId, String reason);
}
