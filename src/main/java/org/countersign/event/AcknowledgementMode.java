package org.countersign.event;

/** How the messages of a feed are acknowledged, whatever they say themselves ({@code countersign.feeds.NAME.acknowledgements}). */
public enum AcknowledgementMode {
    /** By MSH-15 and MSH-16 (HL7 v2.5.1 §2.9.2): original mode where both are empty, enhanced mode else. */
    AUTO,
    /** As if both were empty, and by the letter of §2.9.2.1: AA, AE or AR, once, when the message has been processed. */
    ORIGINAL,
    /** By MSH-15 and MSH-16, and CA, CE or CR where MSH-15 is empty. */
    ENHANCED,
    /** AA as soon as the message is durable, to senders that ask for enhanced mode and do not know it; nothing later. */
    IMMEDIATE,
    /** CA as soon as the message is durable, and an application acknowledgement later, to senders that ask for neither. */
    DEFERRED,
    /** Nothing at all. */
    NONE
}
