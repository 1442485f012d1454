package org.countersign.event;

import java.util.List;
import java.util.Locale;

/**
 * What the sender of a message wants to hear of it (HL7 v2.5.1 §2.9.2, table 0155). Pure.
 *
 * @param enhanced whether the acknowledgement at the commit is CA, CE or CR; AA, AE or AR else
 * @param commit when an acknowledgement goes out as the message is stored or refused
 * @param application when an application acknowledgement (AA, AE, AR), a message of its own, goes out after processing
 */
public record AcknowledgementPlan(boolean enhanced, Condition commit, Condition application) {

    /** Table 0155. */
    public enum Condition {
        /** AL. */
        ALWAYS,
        /** NE. */
        NEVER,
        /** ER: only of an error or a reject. */
        ON_ERROR,
        /** SU: only of success. */
        ON_SUCCESS;

        /** Whether an acknowledgement of this outcome is wanted. */
        public boolean wants(boolean success) {
            return this == ALWAYS || this == (success ? ON_SUCCESS : ON_ERROR);
        }

        /** Values that the table does not know, and {@code ""}, are like none. */
        private static Condition of(String value, Condition otherwise) {
            return switch (value.strip().toUpperCase(Locale.ROOT)) {
                case "AL" -> ALWAYS;
                case "NE" -> NEVER;
                case "ER" -> ON_ERROR;
                case "SU" -> ON_SUCCESS;
                default -> otherwise;
            };
        }

        private static boolean isValued(String value) {
            return List.of("AL", "NE", "ER", "SU").contains(value.strip().toUpperCase(Locale.ROOT));
        }
    }

    private static final AcknowledgementPlan SILENT = new AcknowledgementPlan(false, Condition.NEVER, Condition.NEVER);
    private static final AcknowledgementPlan ONCE = new AcknowledgementPlan(false, Condition.ALWAYS, Condition.NEVER);
    private static final AcknowledgementPlan PROCESSED =
            new AcknowledgementPlan(false, Condition.ON_ERROR, Condition.ALWAYS);
    private static final AcknowledgementPlan TWICE = new AcknowledgementPlan(true, Condition.ALWAYS, Condition.ALWAYS);

    /**
     * The plan for one message. A message that is an answer itself is never answered, but for the commit acknowledgement
     * that MSH-15 AL asks for.
     *
     * @param mode of the feed that it came by
     */
    public static AcknowledgementPlan of(MessageHeader header, AcknowledgementMode mode) {
        boolean enhanced = Condition.isValued(header.acceptAcknowledgement())
                || Condition.isValued(header.applicationAcknowledgement());
        if (header.acknowledgement()) {
            return mode == AcknowledgementMode.NONE ? SILENT : ofAnswer(header, mode);
        }
        return switch (mode) {
            case AUTO -> enhanced ? byFields(header, Condition.NEVER) : ONCE;
            case ENHANCED -> byFields(header, Condition.ALWAYS);
            case ORIGINAL -> PROCESSED;
            case IMMEDIATE -> ONCE;
            case DEFERRED -> TWICE;
            case NONE -> SILENT;
        };
    }

    /** Whether an application acknowledgement is to be sent once the message is processed. */
    public boolean wantsApplicationAcknowledgement(boolean success) {
        return application.wants(success);
    }

    private static AcknowledgementPlan byFields(MessageHeader header, Condition emptyCommit) {
        return new AcknowledgementPlan(
                true,
                Condition.of(header.acceptAcknowledgement(), emptyCommit),
                Condition.of(header.applicationAcknowledgement(), Condition.NEVER));
    }

    private static AcknowledgementPlan ofAnswer(MessageHeader header, AcknowledgementMode mode) {
        boolean known = mode != AcknowledgementMode.ORIGINAL && mode != AcknowledgementMode.IMMEDIATE;
        boolean asked = Condition.of(header.acceptAcknowledgement(), Condition.NEVER) == Condition.ALWAYS;
        return known && asked ? new AcknowledgementPlan(true, Condition.ALWAYS, Condition.NEVER) : SILENT;
    }
}
