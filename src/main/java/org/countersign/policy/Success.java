package org.countersign.policy;

/** How far a step must get within its wait for the next step not to be sent. In order: each includes those before it. */
public enum Success {
    /** The provider took the message. */
    ACCEPTED,
    /** The network took it. */
    SENT,
    /** It is on the handset or in the mailbox. */
    DELIVERED,
    /** It was opened. */
    READ,
    /** The right code came back; nothing less stops the fallback. */
    VERIFIED
}
