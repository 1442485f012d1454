package org.countersign.intake;

/** How the bytes of a message are to be read. */
enum MessageFormat {
    /** An HL7 v2 message as its frame held it. */
    HL7V2,
    /** FHIR R4 JSON: one resource, or a Bundle of type collection whose first entry the message is about. */
    FHIR
}
