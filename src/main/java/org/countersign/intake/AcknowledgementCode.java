package org.countersign.intake;

/** MSA-1 in original mode (HL7 v2.5.1 table 0008). */
enum AcknowledgementCode {
    /** The message is durable; the sender may forget it. */
    AA,
    /** The message cannot be taken as it is, or not now. */
    AE,
    /** The message is of a kind that is never taken. */
    AR
}
