package org.countersign.event;

import java.util.Optional;

/**
 * One thing that happened, for one person: a message gives one, or one for each order group.
 *
 * @param trigger what told of it, as policies name it: {@code SIU^S12}, a FHIR resource type, or {@link #REQUEST}
 * @param production false for what is sent for training or debugging (MSH-11 T or D)
 */
public record ClinicalEvent(
        Site site, String trigger, boolean production, Optional<Person> person, ClinicalAct act, Change change) {

    /** Trigger of what an application asked for by the API. */
    public static final String REQUEST = "request";

    /** The same event, of {@code known}: the same person, of whom more is known. */
    public ClinicalEvent of(Person known) {
        return new ClinicalEvent(site, trigger, production, Optional.of(known), act, change);
    }

    /** What the event does to its act. */
    public enum Change {
        /** Came to be: SIU^S12, a refill request, a final result, a charge, a registration. */
        NEW,
        /** Another time, place or content: SIU^S13, S14. */
        CHANGED,
        /** Is not to happen, or did not: SIU^S15, S17, S26, ORC-1 CA, DC, OBR-25 X, FT1-6 CR. */
        CANCELLED,
        /** Happened without waiting for the code: RDS^O13. */
        DONE,
        /** Nothing that concerns a challenge. */
        NONE
    }
}
