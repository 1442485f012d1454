package org.countersign.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.countersign.event.ClinicalAct;
import org.countersign.platform.Sensitive;

/** The kinds of act that a policy can be for. */
enum ActKind {
    APPOINTMENT,
    REFILL;

    static Optional<ActKind> of(ClinicalAct act) {
        return switch (act) {
            case ClinicalAct.Appointment appointment -> Optional.of(APPOINTMENT);
            case ClinicalAct.Refill refill -> Optional.of(REFILL);
            case ClinicalAct.Other other -> Optional.empty();
        };
    }

    /** What a trigger is about; a trigger has passed the schema, so that all but SIU and Appointment are orders. */
    static ActKind ofTrigger(String trigger) {
        return trigger.equals(APPOINTMENT.code()) || trigger.startsWith("SIU^") || trigger.equals("Appointment")
                ? APPOINTMENT
                : REFILL;
    }

    /** What a purpose is about; empty where it may be either. */
    static Optional<ActKind> ofPurpose(Purpose purpose) {
        return switch (purpose) {
            case APPOINTMENT, TELEHEALTH -> Optional.of(APPOINTMENT);
            case REFILL -> Optional.of(REFILL);
            case PORTAL, BILLING, STAFF -> Optional.empty();
        };
    }

    /** As policies write it: {@code refill}. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** With its article, for sentences. */
    String phrase() {
        return this == APPOINTMENT ? "an appointment" : "a refill";
    }

    /** Names of what a code can be bound to; an act without values has them, so that they are listed only there. */
    Set<String> bindable() {
        ClinicalAct blank = switch (this) {
            case APPOINTMENT -> new ClinicalAct.Appointment("", "", Optional.empty(), "", "", Sensitive.of(""));
            case REFILL -> new ClinicalAct.Refill("", "", "", "", Sensitive.of(""), "", "", "", "");
        };
        return blank.bindable().keySet();
    }
}
