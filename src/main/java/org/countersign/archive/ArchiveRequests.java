package org.countersign.archive;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.countersign.intake.RowState;
import org.countersign.platform.Pseudonyms;
import org.countersign.verification.Problem;
import org.countersign.verification.Problem.Where;
import org.countersign.verification.ProblemException;
import org.countersign.verification.ProblemKind;
import org.jspecify.annotations.Nullable;

/** The parts of a request that only have one right shape, whatever the hub knows. */
final class ArchiveRequests {

    static final String REASON = "X-Reason";

    /** Bytes of a message in a body; the limit of its feed may be lower. */
    static final int BODY_MAX = 16 * 1024 * 1024;

    private static final int LIMIT_MAX = 200;
    private static final Pattern REASON_SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final Pattern ID_SHAPE = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern TEXT_SHAPE = Pattern.compile("\\P{Cntrl}{1,200}");

    private ArchiveRequests() {}

    static long id(String text) {
        if (!ID_SHAPE.matcher(text).matches()) {
            throw invalid(Where.parameter("id"), "The id must be a number, as the list of messages gives it.");
        }
        return Long.parseLong(text);
    }

    static OptionalLong cursor(@Nullable String text) {
        if (text == null) {
            return OptionalLong.empty();
        }
        if (!ID_SHAPE.matcher(text).matches()) {
            throw invalid(Where.parameter("cursor"), "The cursor must be one that a list of messages gave as next.");
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    static int limit(int limit) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw invalid(Where.parameter("limit"), "The limit must be from 1 to " + LIMIT_MAX + ".");
        }
        return limit;
    }

    static Optional<String> text(String name, @Nullable String value) {
        if (value != null && !TEXT_SHAPE.matcher(value).matches()) {
            throw invalid(Where.parameter(name), "The value must have 1 to 200 letters.");
        }
        return Optional.ofNullable(value);
    }

    static Optional<Instant> time(String name, @Nullable String value) {
        try {
            return Optional.ofNullable(value).map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw invalid(Where.parameter(name), "The time must be as 2026-11-24T08:30:00Z.");
        }
    }

    static List<String> states(@Nullable String value) {
        if (value == null) {
            return List.of();
        }
        return Arrays.stream(value.split(",", -1))
                .map(name -> Arrays.stream(RowState.values())
                        .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(name))
                        .findFirst()
                        .orElseThrow(() -> invalid(Where.parameter("state"), "A state is one of " + allStates() + ".")))
                .map(Enum::name)
                .toList();
    }

    /** PID-3.1 and PID-3.4 with a circumflex between them, as its pseudonym: nobody else sees the identifier. */
    static Optional<String> patientKey(@Nullable String value, Pseudonyms pseudonyms) {
        return text("patient", value).map(text -> {
            int end = text.indexOf('^');
            return pseudonyms.patient(end < 0 ? text : text.substring(0, end), end < 0 ? "" : text.substring(end + 1));
        });
    }

    /** The reason is kept in the audit trail, where free text might name a person. */
    static Optional<String> reason(@Nullable String value) {
        if (value != null && !REASON_SHAPE.matcher(value).matches()) {
            throw invalid(
                    Where.header(REASON),
                    "A reason is a short code of small letters, digits and dashes, as patient-complaint.");
        }
        return Optional.ofNullable(value);
    }

    /** An HL7 message. */
    static byte[] message(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(BODY_MAX + 1);
        if (bytes.length > BODY_MAX) {
            throw Problem.of(ProblemKind.TOO_LARGE, "A message may have " + BODY_MAX + " bytes.")
                    .exception();
        }
        if (bytes.length == 0) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The body must be an HL7 v2 message.")
                    .exception();
        }
        return bytes;
    }

    static ProblemException invalid(Where where, String detail) {
        return Problem.invalid(where, detail).exception();
    }

    static ProblemException unknown() {
        return Problem.of(ProblemKind.NOT_FOUND, "There is no message with this id.")
                .exception();
    }

    private static String allStates() {
        return Arrays.stream(RowState.values())
                .map(state -> state.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
