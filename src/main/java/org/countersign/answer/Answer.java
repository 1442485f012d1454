package org.countersign.answer;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One answer that goes back.
 *
 * @param messageId what its control id comes of
 * @param createdAt when what it tells was decided
 * @param destination name in {@code countersign.answers}, or {@link #EHR}
 * @param act what the challenge was for; empty for acknowledgements
 * @param outcome name of the challenge's state, or of the acknowledgement code
 * @param inDoubt whether the other side may have it already
 * @param tries number of this try, from 1
 */
record Answer(
        long id,
        UUID messageId,
        Instant createdAt,
        String destination,
        AnswerKind kind,
        String patientKey,
        Optional<UUID> challengeId,
        OptionalLong inboxId,
        String act,
        String outcome,
        boolean inDoubt,
        int tries) {

    /** The destination of updates over FHIR. */
    static final String EHR = "ehr";

    /** What destinations begin with that are the connection by which the message came. */
    static final String CONNECTION = "connection:";

    private static final int RADIX = 36;
    private static final int DIGITS = 20;

    /** The connection that it is to be sent on; empty when it goes elsewhere. */
    Optional<String> connection() {
        return destination.startsWith(CONNECTION)
                ? Optional.of(destination.substring(CONNECTION.length()))
                : Optional.empty();
    }

    /** Which route sends it: {@code mllp}, {@code fhir} or {@code connection}. */
    String route() {
        return route(destination, kind);
    }

    static String route(String destination, AnswerKind kind) {
        return destination.startsWith(CONNECTION) ? "connection" : kind == AnswerKind.RECORD ? "fhir" : "mllp";
    }

    /** MSH-10: 20 letters and digits, the same for each repetition of this answer and for no other answer. */
    String controlId() {
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(messageId.getMostSignificantBits())
                .putLong(messageId.getLeastSignificantBits())
                .array();
        String digits = new BigInteger(1, bytes).toString(RADIX).toUpperCase(Locale.ROOT);
        String padded = "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
        // the last digits hold the random bits that the first ones lack
        return padded.substring(padded.length() - DIGITS);
    }
}
