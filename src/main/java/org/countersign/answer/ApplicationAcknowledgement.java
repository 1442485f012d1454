package org.countersign.answer;

/** MSA-1 of an application acknowledgement (HL7 table 0008). */
public enum ApplicationAcknowledgement {
    /** The message was processed. */
    AA,
    /** Its content is in error. */
    AE,
    /** It was rejected, or could not be processed here. */
    AR;

    /**
     * Whether a sender wants to hear this.
     *
     * @param msh16 AL, NE, ER or SU (HL7 table 0155); empty is original mode, in which all was said on acceptance
     */
    public boolean isWanted(String msh16) {
        return switch (msh16) {
            case "AL" -> true;
            case "SU" -> this == AA;
            case "ER" -> this != AA;
            default -> false;
        };
    }
}
