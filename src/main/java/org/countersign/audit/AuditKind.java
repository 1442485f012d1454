package org.countersign.audit;

import java.util.Locale;

/** What happened; its {@link #code()} is in the CodeSystem {@code fhir-profiles/CodeSystem-countersign-event.json}. */
public enum AuditKind {
    /** An HL7 message was read; details: type, control id, decision. */
    MESSAGE_READ,
    /** A message could not be processed and went to the dead letters. */
    MESSAGE_FAILED,
    /** Somebody had a stored message processed again, or put a corrected one in its place. */
    MESSAGE_REPLAYED,
    /** Somebody looked at a stored message. */
    MESSAGE_VIEWED,
    CODE_ISSUED,
    /** Somebody asked for a code by the API, and nobody is written to; the reason says why. The caller cannot tell. */
    CODE_WITHHELD,
    /** Somebody asked for the next step, or chose a way; details: which step, and how it was asked for. */
    SEND_ASKED,
    /** A lookup was asked about the number before a send; the reason says what it found, or why it gave no answer. */
    NUMBER_LOOKED_UP,
    /** A provider took the message. */
    CODE_SENT,
    /** A receipt says that the message is on its way, on the handset or read. */
    CODE_DELIVERED,
    /** A provider refused, or a receipt says so: the next step is due. */
    SEND_FAILED,
    CODE_VERIFIED,
    /** A wrong code. */
    CODE_REFUSED,
    CHALLENGE_LOCKED,
    CHALLENGE_EXPIRED,
    CHALLENGE_CANCELLED,
    CHALLENGE_SUPERSEDED,
    /** The patient's record was merged into another, and the challenge goes on there. */
    CHALLENGE_MERGED,
    /** An address of an open challenge is not the patient's any more: its code is void. */
    TELECOM_CHANGED,
    /** No step is left and none reached the person. */
    CODE_UNDELIVERED,
    /** The EHR took the HL7 v2 answer to its message; details: destination, control id, decision, tries. */
    ANSWER_SENT,
    /** The EHR has no answer and will get none, or may have it and nobody knows. */
    ANSWER_FAILED,
    /** The EHR's own record was updated over FHIR. */
    RECORD_UPDATED,
    /** The EHR's own record was left as it is: refused, given up, or changed by the EHR meanwhile. */
    RECORD_NOT_UPDATED,
    /** An address was put on the do-not-contact list; details: asked (by a client, or in a reply), channel. */
    CONTACT_BARRED,
    /** An address was taken off the do-not-contact list; details as of {@link #CONTACT_BARRED}. */
    CONTACT_ALLOWED,
    /** The hub runs other routes, channels or policies than before; details: files, hash, who approved it. */
    ROUTES_CHANGED;

    /** As the CodeSystem has it: {@code code-issued}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
