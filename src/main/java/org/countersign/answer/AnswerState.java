package org.countersign.answer;

/** Where an answer stands. */
enum AnswerState {
    WAITING,
    /** The other side said that it has it. */
    SENT,
    /** The other side does not have it and will not get it. */
    FAILED,
    /** Whether the other side has it is not known, or it knows better: people are told. */
    REPORTED
}
