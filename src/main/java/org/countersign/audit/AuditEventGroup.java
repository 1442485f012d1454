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
    DECISION("countersign-verification-decision", "110114", "User Authentication", "E"),
    /** The EHR is answered by a message. */
    ANSWER("countersign-answer", "110106", "Export", "R"),
    /** The EHR's own record is updated. */
    WRITE_BACK("countersign-record-update", "rest", "RESTful Operation", "U"),
    /** Who may be written to is changed. */
    CONTACT("countersign-contact-change", "110113", "Security Alert", "U"),
    /** The hub itself does something else from now on. */
    CONFIGURATION("countersign-routes-change", "110113", "Security Alert", "U");

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
            case CODE_ISSUED,
                    CODE_WITHHELD,
                    SEND_ASKED,
                    NUMBER_LOOKED_UP,
                    CODE_SENT,
                    CODE_DELIVERED,
                    SEND_FAILED,
                    CODE_UNDELIVERED -> SEND;
            case CODE_VERIFIED,
                    CODE_REFUSED,
                    CHALLENGE_LOCKED,
                    CHALLENGE_EXPIRED,
                    CHALLENGE_CANCELLED,
                    CHALLENGE_SUPERSEDED,
                    CHALLENGE_MERGED,
                    TELECOM_CHANGED -> DECISION;
            case ANSWER_SENT, ANSWER_FAILED -> ANSWER;
            case RECORD_UPDATED, RECORD_NOT_UPDATED -> WRITE_BACK;
            case CONTACT_BARRED, CONTACT_ALLOWED -> CONTACT;
            case ROUTES_CHANGED -> CONFIGURATION;
        };
    }

    /** Whether personal data left the hub, or may have. */
    static boolean discloses(AuditKind kind) {
        return kind == AuditKind.NUMBER_LOOKED_UP
                || kind == AuditKind.CODE_SENT
                || kind == AuditKind.CODE_DELIVERED
                || kind == AuditKind.SEND_FAILED;
    }

    /** As the CodeSystem has it. */
    static String display(AuditKind kind) {
        return switch (kind) {
            case MESSAGE_READ -> "Message read";
            case MESSAGE_FAILED -> "Message failed";
            case MESSAGE_REPLAYED -> "Message replayed";
            case MESSAGE_VIEWED -> "Message viewed";
            case CODE_ISSUED -> "Code issued";
            case CODE_WITHHELD -> "Code withheld";
            case SEND_ASKED -> "Send asked for";
            case NUMBER_LOOKED_UP -> "Number looked up";
            case CODE_SENT -> "Code sent";
            case CODE_DELIVERED -> "Code delivered";
            case SEND_FAILED -> "Send failed";
            case CODE_VERIFIED -> "Code verified";
            case CODE_REFUSED -> "Code refused";
            case CHALLENGE_LOCKED -> "Challenge locked";
            case CHALLENGE_EXPIRED -> "Challenge expired";
            case CHALLENGE_CANCELLED -> "Challenge cancelled";
            case CHALLENGE_SUPERSEDED -> "Challenge superseded";
            case CHALLENGE_MERGED -> "Challenge merged";
            case TELECOM_CHANGED -> "Telecom changed";
            case CODE_UNDELIVERED -> "Code undelivered";
            case ANSWER_SENT -> "Answer sent";
            case ANSWER_FAILED -> "Answer failed";
            case RECORD_UPDATED -> "Record updated";
            case RECORD_NOT_UPDATED -> "Record not updated";
            case CONTACT_BARRED -> "Contact barred";
            case CONTACT_ALLOWED -> "Contact allowed";
            case ROUTES_CHANGED -> "Routes changed";
        };
    }

    /** Canonical of the profile, in {@code fhir-profiles/}. */
    String profile() {
        return PROFILES + profile;
    }

    /** AuditEvent.type: of DICOM, but for FHIR's own {@code rest}. */
    Coding type() {
        boolean rest = this == WRITE_BACK || this == ACCESS;
        return new Coding(rest ? AuditCodes.EVENT_TYPES : AuditCodes.DICOM, type, display);
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
                        "chosen",
                        "channel",
                        "step",
                        "steps",
                        "turn",
                        "category",
                        "tag",
                        "reason",
                        "receipt",
                        "latency",
                        "price",
                        "due",
                        "expires",
                        "proxy",
                        "shared");
            case DECISION -> List.of("purpose", "policy", "tries", "tag", "reason", "successor", "proxy");
            case CONTACT -> List.of("asked", "channel");
            case CONFIGURATION -> List.of("change", "files", "compared", "differences");
            case ANSWER, WRITE_BACK ->
                List.of("purpose", "policy", "tries", "reason", "answer", "decision", "destination");
        };
    }

    /** AuditEvent.action: C, R, U or E. */
    String action() {
        return action;
    }
}
