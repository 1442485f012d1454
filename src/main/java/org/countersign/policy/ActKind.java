package org.countersign.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.platform.Sensitive;

/** The kinds of act that a policy can be for. */
enum ActKind {
    APPOINTMENT("an appointment"),
    REFILL("a refill"),
    RESULT("a result"),
    BILL("a bill"),
    REGISTRATION("a registration"),
    STAFF("a sign-in of staff");

    private final String phrase;

    ActKind(String phrase) {
        this.phrase = phrase;
    }

    static Optional<ActKind> of(ClinicalAct act) {
        return switch (act) {
            case ClinicalAct.Appointment appointment -> Optional.of(APPOINTMENT);
            case ClinicalAct.Refill refill -> Optional.of(REFILL);
            case ClinicalAct.Result result -> Optional.of(RESULT);
            case ClinicalAct.Bill bill -> Optional.of(BILL);
            case ClinicalAct.Registration registration -> Optional.of(REGISTRATION);
            case ClinicalAct.SignIn signIn -> Optional.of(STAFF);
            case ClinicalAct.Merge merge -> Optional.empty();
            case ClinicalAct.Other other -> Optional.empty();
        };
    }

    /**
     * What a trigger is about; a trigger has passed the schema, so that all but those named here are orders.
     *
     * @param purpose an ADT tells of a visit where the purpose is about appointments, else of a registration; a request
     *     is made for a portal's person or for staff
     */
    static ActKind ofTrigger(String trigger, Purpose purpose) {
        for (ActKind kind : values()) {
            if (kind.code().equals(trigger)) {
                return kind;
            }
        }
        if (trigger.equals(ClinicalEvent.REQUEST)) {
            return purpose == Purpose.PORTAL ? REGISTRATION : STAFF;
        }
        return ofResource(trigger).orElseGet(() -> ofMessage(trigger, purpose));
    }

    private static Optional<ActKind> ofResource(String trigger) {
        return switch (trigger) {
            case "Appointment", "Encounter" -> Optional.of(APPOINTMENT);
            case "MedicationRequest", "Task" -> Optional.of(REFILL);
            case "DiagnosticReport" -> Optional.of(RESULT);
            case "Invoice", "ChargeItem", "Account" -> Optional.of(BILL);
            case "Patient", "Patient.update" -> Optional.of(REGISTRATION);
            default -> Optional.empty();
        };
    }

    private static ActKind ofMessage(String trigger, Purpose purpose) {
        return switch (trigger.substring(0, 3)) {
            case "SIU" -> APPOINTMENT;
            case "ORU" -> RESULT;
            case "DFT", "BAR" -> BILL;
            case "ADT" -> ofPurpose(purpose).filter(APPOINTMENT::equals).orElse(REGISTRATION);
            default -> REFILL;
        };
    }

    /** What a purpose is about; empty where it may be several. */
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
        return phrase;
    }

    /** Names of what a code can be bound to; an act without values has them, so that they are listed only there. */
    Set<String> bindable() {
        Sensitive<String> none = Sensitive.of("");
        ClinicalAct blank = switch (this) {
            case APPOINTMENT -> new ClinicalAct.Appointment("", "", Optional.empty(), "", "", none);
            case REFILL -> new ClinicalAct.Refill("", "", "", "", none, "", "", "", "");
            case RESULT -> new ClinicalAct.Result("", "", "", none, "");
            case BILL -> new ClinicalAct.Bill("", "", "", "");
            case REGISTRATION -> new ClinicalAct.Registration(none);
            case STAFF -> new ClinicalAct.SignIn("", "");
        };
        return blank.bindable().keySet();
    }
}
