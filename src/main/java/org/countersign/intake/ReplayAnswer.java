package org.countersign.intake;

/** What became of the wish to have a stored message processed again. */
public sealed interface ReplayAnswer {

    /**
     * It was processed.
     *
     * @param decision what it led to; holds no patient's data
     */
    record Done(long id, String decision) implements ReplayAnswer {}

    /** The message {@code id} waits to be processed; with a correction that is the new one. */
    record Waits(long id) implements ReplayAnswer {}

    /** Nothing was done. */
    record Refused(String why) implements ReplayAnswer {}

    /** Nothing was done: the bytes were dropped by retention. */
    record Dropped() implements ReplayAnswer {}

    /** Nothing was done, since the patient's message {@code later} was processed after it and is about the same act. */
    record Outdated(long later) implements ReplayAnswer {}

    /** There is no such message. */
    record Unknown() implements ReplayAnswer {}
}
