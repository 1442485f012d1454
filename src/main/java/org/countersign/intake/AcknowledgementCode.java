package org.countersign.intake;

import java.util.Optional;
import org.countersign.event.AcknowledgementPlan;

/** MSA-1 (HL7 v2.5.1 table 0008). */
enum AcknowledgementCode {
    /** The message is durable; the sender may forget it. */
    AA,
    /** The message cannot be taken as it is, or not now. */
    AE,
    /** The message is of a kind that is never taken. */
    AR,
    /** Enhanced mode: the message is durable. */
    CA,
    /** Enhanced mode: the message could not be stored now. */
    CE,
    /** Enhanced mode: the message will never be taken as it is. */
    CR;

    /**
     * What goes out as the message is stored or refused; empty where the sender wants to hear nothing. A refused message
     * is not processed later, so that who wants no commit acknowledgement and an application acknowledgement of errors
     * gets that one now.
     */
    static Optional<AcknowledgementCode> atCommit(AcknowledgementPlan plan, Optional<Refusal> refusal) {
        if (plan.commit().wants(refusal.isEmpty())) {
            return Optional.of(plan.enhanced() ? ofCommit(refusal) : original(refusal));
        }
        boolean now = refusal.isPresent() && plan.wantsApplicationAcknowledgement(false);
        return now ? refusal.map(Refusal::acknowledgement) : Optional.empty();
    }

    boolean isEnhanced() {
        return this == CA || this == CE || this == CR;
    }

    private static AcknowledgementCode original(Optional<Refusal> refusal) {
        return refusal.map(Refusal::acknowledgement).orElse(AA);
    }

    private static AcknowledgementCode ofCommit(Optional<Refusal> refusal) {
        return refusal.map(reason -> reason.mayBeSentAgain() ? CE : CR).orElse(CA);
    }
}
