package org.countersign.challenge;

import org.countersign.policy.Success;

/** How far one step got, in the order in which it gets there. */
public enum Progress {
    PLANNED,
    /** Claimed by a dispatcher; whether the provider has it is not known yet. */
    SENDING,
    ACCEPTED,
    SENT,
    DELIVERED,
    READ,
    /** Refused, or reported as undeliverable. */
    FAILED;

    /** Whether this is far enough for the plan not to go on to its next step. */
    boolean meets(Success success) {
        return switch (success) {
            case ACCEPTED -> reached(ACCEPTED);
            case SENT -> reached(SENT);
            case DELIVERED -> reached(DELIVERED);
            case READ -> reached(READ);
            case VERIFIED -> false;
        };
    }

    /** Whether news of {@code later} moves a step on: receipts come out of order and repeated. */
    boolean yieldsTo(Progress later) {
        return this != FAILED && later.compareTo(this) > 0 && (later != FAILED || compareTo(DELIVERED) < 0);
    }

    private boolean reached(Progress mark) {
        return this != FAILED && compareTo(mark) >= 0;
    }
}
