package org.countersign.event;

/**
 * The fields of MSH that intake needs (HL7 v2.5.1 §2.15.9). A field that is absent is the empty string.
 *
 * @param sendingApplication MSH-3, whole field as sent
 * @param sendingFacility MSH-4, whole field as sent
 * @param receivingApplication MSH-5, whole field as sent
 * @param receivingFacility MSH-6, whole field as sent
 * @param messageCode MSH-9.1, as SIU
 * @param triggerEvent MSH-9.2, as S12
 * @param structure MSH-9.3, often wrong; for display only
 * @param controlId MSH-10, whole field as sent: an acknowledgement gives it back unchanged
 * @param processingId MSH-11.1: P, T or D
 * @param versionId MSH-12.1, as 2.5.1
 * @param acceptAcknowledgement MSH-15: AL, NE, ER, SU or empty
 * @param applicationAcknowledgement MSH-16: AL, NE, ER, SU or empty
 * @param charset MSH-18, first repetition; the last of {@code ISO IR6~ISO IR87}, which holds the first
 * @param acknowledgement whether the message carries an MSA segment, and so is an answer itself
 */
public record MessageHeader(
        Delimiters delimiters,
        String sendingApplication,
        String sendingFacility,
        String receivingApplication,
        String receivingFacility,
        String messageCode,
        String triggerEvent,
        String structure,
        String controlId,
        String processingId,
        String versionId,
        String acceptAcknowledgement,
        String applicationAcknowledgement,
        String charset,
        boolean acknowledgement) {

    /** What is known of a message that has no readable MSH. */
    static final MessageHeader EMPTY =
            new MessageHeader(Delimiters.STANDARD, "", "", "", "", "", "", "", "", "", "", "", "", "", false);

    /** Message code and trigger event as policies name them: {@code SIU^S12}. */
    public String type() {
        return messageCode + "^" + triggerEvent;
    }
}
