package org.countersign.audit;

import java.util.List;
import org.hl7.fhir.r4.model.Coding;

/** Kinds of entries that share a profile, a type and an action. */
enum AuditEventGroup {
    /** A message came in. */
    IMPORT("countersign-message-import", "110107", "Import", "C"),
    /** Somebody looked at a message: a read over REST, as IHE BALP's PatientRead. */
    ACCESS("countersign-message-access", "rest", "RESTful Operation", "R"),
    /** A code is on its way to a person. */
    SEND("countersign-code-send", "110106", "Export", "R"),
    /** It is decided whether the person is who they should be. */
    DECISION("countersign-verification-decision", "110114", "User Authentication", "E");

    private static final String PROFILES = "https://countersign.org/fhir/StructureDefinition/";

    private final String profile;
    private final String type;
    private final String display;
    private final String action;

    AuditEventGroup(String profile, String type, String display, String action) {
        this.profile = profile;
        this.type = type;
        this.display = display;
        this.action = action;
    }

    static AuditEventGroup of(AuditKind kind) {
        return switch (kind) {
            case MESSAGE_READ, MESSAGE_FAILED, MESSAGE_REPLAYED -> IMPORT;
            case MESSAGE_VIEWED -> ACCESS;
            case CODE_ISSUED, CODE_SENT, CODE_DELIVERED, SEND_FAILED, CODE_UNDELIVERED -> SEND;
            case CODE_VERIFIED,
                    CODE_REFUSED,
                    CHALLENGE_LOCKED,
                    CHALLENGE_EXPIRED,
                    CHALLENGE_CANCELLED,
                    CHALLENGE_SUPERSEDED -> DECISION;
        };
    }

    /** Whether personal data left the hub, or may have. */
    static boolean discloses(AuditKind kind) {
        return kind == AuditKind.CODE_SENT || kind == AuditKind.CODE_DELIVERED || kind == AuditKind.SEND_FAILED;
    }

    /** As the CodeSystem has it. */
    static String display(AuditKind kind) {
        return switch (kind) {
            case MESSAGE_READ -> "Message read";
            case MESSAGE_FAILED -> "Message failed";
            case MESSAGE_REPLAYED -> "Message replayed";
            case MESSAGE_VIEWED -> "Message viewed";
            case CODE_ISSUED -> "Code issued";
            case CODE_SENT -> "Code sent";
            case CODE_DELIVERED -> "Code delivered";
            case SEND_FAILED -> "Send failed";
            case CODE_VERIFIED -> "Code verified";
            case CODE_REFUSED -> "Code refused";
            case CHALLENGE_LOCKED -> "Challenge locked";
            case CHALLENGE_EXPIRED -> "Challenge expired";
            case CHALLENGE_CANCELLED -> "Challenge cancelled";
            case CHALLENGE_SUPERSEDED -> "Challenge superseded";
            case CODE_UNDELIVERED -> "Code undelivered";
        };
    }

    /** Canonical of the profile, in {@code fhir-profiles/}. */
    String profile() {
        return PROFILES + profile;
    }

    /** AuditEvent.type: DICOM's, or for a read over REST FHIR's own. */
    Coding type() {
        return new Coding(this == ACCESS ? AuditCodes.EVENT_TYPES : AuditCodes.DICOM, type, display);
    }

    /**
     * The only details that leave the hub, in this order, as the profile has them; a code, a number or a name has no key
     * to come out by.
     */
    List<String> details() {
        return switch (this) {
            case IMPORT -> List.of("purpose", "policy", "category", "reason", "type", "controlId", "feed", "decision");
            case ACCESS -> List.of("reason", "type", "controlId", "feed", "shown");
            case SEND ->
                List.of(
                        "purpose",
                        "policy",
                        "transport",
                        "channel",
                        "step",
                        "steps",
                        "turn",
                        "category",
                        "tag",
                        "reason",
                        "receipt",
                        "latency",
                        "expires");
            case DECISION -> List.of("purpose", "policy", "tries", "tag", "reason", "successor");
        };
    }

    /** AuditEvent.action: C, R or E. */
    String action() {
        return action;
    }
}
