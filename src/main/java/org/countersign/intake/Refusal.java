package org.countersign.intake;

import java.util.Locale;
import java.util.Map;

/**
 * Why a message is answered AE or AR.
 *
 * @param code HL7 table 0357
 * @param location segment, sequence and field as in ERR-2 ({@code MSH^1^10}); empty where it is the whole message
 * @param sentence for the people at the sender; never holds data of the message
 */
record Refusal(AcknowledgementCode acknowledgement, int code, String location, String sentence) {

    private static final Map<Integer, String> TABLE_0357 = Map.ofEntries(
            Map.entry(100, "Segment sequence error"),
            Map.entry(101, "Required field missing"),
            Map.entry(102, "Data type error"),
            Map.entry(103, "Table value not found"),
            Map.entry(104, "Value too long"),
            Map.entry(200, "Unsupported message type"),
            Map.entry(201, "Unsupported event code"),
            Map.entry(202, "Unsupported processing id"),
            Map.entry(203, "Unsupported version id"),
            Map.entry(205, "Duplicate key identifier"),
            Map.entry(207, "Application internal error"));

    /** The hub could not store the message; the same message may be taken later. */
    static Refusal tryAgain() {
        return new Refusal(
                AcknowledgementCode.AE, 207, "", "The message was not taken because of a failure here; send it again");
    }

    /** The sender used this control id before, with other bytes. */
    static Refusal conflict() {
        return new Refusal(
                AcknowledgementCode.AE,
                205,
                "MSH^1^10",
                "The control id was used before for another message; this one was not taken");
    }

    /** @param limit bytes that a message may have */
    static Refusal tooLong(long limit) {
        String sentence = String.format(Locale.ROOT, "The message is longer than %,d bytes and was not taken", limit);
        return new Refusal(AcknowledgementCode.AR, 104, "", sentence);
    }

    /** @param limit messages that a batch may have */
    static Refusal tooMany(int limit) {
        String sentence =
                String.format(Locale.ROOT, "The batch holds more than %,d messages; none of them was taken", limit);
        return new Refusal(AcknowledgementCode.AR, 104, "", sentence);
    }

    /** UTF-16, UTF-32 and such, whose bytes look like MLLP's own. */
    static Refusal wideCharset() {
        return new Refusal(
                AcknowledgementCode.AR,
                103,
                "MSH^1^18",
                "This charset cannot be sent over MLLP, as UTF-16 and UTF-32 cannot; send UNICODE UTF-8");
    }

    /**
     * @param problem what is wrong and where, without data
     * @param code HL7 table 0357; kinds of messages (200 to 203) and what is no message (100) are answered AR
     */
    static Refusal unreadable(String problem, int code) {
        boolean kind = code == 100 || (code >= 200 && code <= 203);
        return new Refusal(kind ? AcknowledgementCode.AR : AcknowledgementCode.AE, code, "", problem);
    }

    /** Whether the same message may be taken when it is sent again later. */
    boolean mayBeSentAgain() {
        return code == 207;
    }

    /** The words of table 0357. */
    String codeText() {
        return TABLE_0357.getOrDefault(code, "Application internal error");
    }
}
