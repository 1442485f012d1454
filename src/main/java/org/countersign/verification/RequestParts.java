package org.countersign.verification;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.countersign.platform.Sensitive;
import org.countersign.policy.Transport;
import org.countersign.verification.Problem.Where;

/** The parts of a request that only have one right shape, whatever the hub knows. */
final class RequestParts {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    static final String TRANSPORT = "transport";

    private static final Pattern UUID_SHAPE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /** Codes have 6 to 10 digits; a person may group them. */
    private static final Pattern CODE_SHAPE =
            Pattern.compile("[\\s-]{0,8}(\\d[\\s-]{0,3}){6,10}", Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern WORD_SHAPE = Pattern.compile("[a-z]{1,20}");
    private static final Pattern KEY_SHAPE = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Pattern REASON_SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final Pattern ACT_SHAPE = Pattern.compile("\\P{Cntrl}{1,200}");

    private RequestParts() {}

    static UUID id(String text) {
        if (!UUID_SHAPE.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
            throw invalid(Where.parameter("id"), "The id must be a UUID.");
        }
        return UUID.fromString(text);
    }

    static Sensitive<String> code(InputStream body) throws IOException {
        return JsonObject.read(body, "code").text("code", CODE_SHAPE, "A code is a string of 6 to 10 digits.");
    }

    /** The reason is kept in the audit trail, where free text might name a person. */
    static String reason(InputStream body) throws IOException {
        return JsonObject.read(body, "reason")
                .text(
                        "reason",
                        REASON_SHAPE,
                        "A reason is a short code of small letters, digits and dashes, as patient-declined.")
                .reveal();
    }

    /** The way that the person chose, where they did. */
    static Optional<Transport> transport(JsonObject request) {
        String what = "The transport must be one of "
                + Arrays.stream(Transport.values()).map(Transport::code).collect(Collectors.joining(", ")) + ".";
        return request.findText(TRANSPORT, WORD_SHAPE, what)
                .map(word -> Arrays.stream(Transport.values())
                        .filter(transport -> transport.code().equals(word.reveal()))
                        .findFirst()
                        .orElseThrow(() -> request.wrong(TRANSPORT, what)));
    }

    /** The same of a whole body, which may be empty. */
    static Optional<Transport> transport(InputStream body) throws IOException {
        PushbackInputStream read = new PushbackInputStream(body);
        int first = read.read();
        if (first < 0) {
            return Optional.empty();
        }
        read.unread(first);
        return transport(JsonObject.read(read, TRANSPORT));
    }

    static Optional<String> idempotencyKey(List<String> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1 || !KEY_SHAPE.matcher(values.getFirst()).matches()) {
            throw invalid(
                    Where.header(IDEMPOTENCY_KEY),
                    "The header may be there once, with 1 to 200 visible ASCII letters.");
        }
        return Optional.of(values.getFirst());
    }

    static String act(String text) {
        if (!ACT_SHAPE.matcher(text).matches()) {
            throw invalid(Where.parameter("act"), "An act is named by 1 to 200 letters, as Appointment/4711.");
        }
        return text;
    }

    static int limit(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw invalid(Where.parameter("limit"), "The limit must be from 1 to " + most + ".");
        }
        return limit;
    }

    private static ProblemException invalid(Where where, String detail) {
        return Problem.invalid(where, detail).exception();
    }
}
