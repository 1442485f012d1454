package org.countersign.intake;

/** Where a message stands. */
public enum RowState {
    /** Durable, not yet processed. */
    WAITING,
    /** Processed; the reason says what became of it. */
    DONE,
    /** Given up after several tries. */
    FAILED,
    /** Nothing could be read from it; kept for inspection. */
    UNREADABLE,
    /** Its control id was another message's; kept for inspection. */
    CONFLICT
}
