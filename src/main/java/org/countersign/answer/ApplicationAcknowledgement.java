package org.countersign.answer;

/** MSA-1 of an application acknowledgement (HL7 table 0008). */
public enum ApplicationAcknowledgement {
    /** The message was processed. */
    AA,
    /** Its content is in error. */
    AE,
    /** It was rejected, or could not be processed here. */
    AR
}
