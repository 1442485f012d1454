package org.countersign.answer;

/** What an answer is. */
enum AnswerKind {
    /** RRE^O26, RRE^O12, ORR^O02 or ORP^O10: the application's answer to a refill request. */
    REFILL,
    /** SIU^S14 with the filler status Booked. */
    APPOINTMENT,
    /** ACK: the application acknowledgement that MSH-16 asked for. */
    ACKNOWLEDGEMENT,
    /** An update of the EHR's own record over FHIR. */
    RECORD
}
