package org.countersign.audit;

/** AuditEvent.outcome (FHIR R4 audit-event-outcome). */
public enum AuditOutcome {
    SUCCESS("0"),
    /** May be tried again: a wrong code, a refused send. */
    MINOR_FAILURE("4"),
    /** Ended without success: expired, locked. */
    SERIOUS_FAILURE("8"),
    /** The hub could not do its work. */
    MAJOR_FAILURE("12");

    private final String code;

    AuditOutcome(String code) {
        this.code = code;
    }

    /** 0, 4, 8 or 12. */
    public String code() {
        return code;
    }
}
