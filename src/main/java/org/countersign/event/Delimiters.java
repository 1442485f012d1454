package org.countersign.event;

/** The encoding characters of one message, MSH-1 and MSH-2 (HL7 v2.5.1 §2.5.4). */
public record Delimiters(char field, char component, char repetition, char escape, char subcomponent) {

    /** {@code |^~\&}, what nearly every sender uses. */
    public static final Delimiters STANDARD = new Delimiters('|', '^', '~', '\\', '&');
}
