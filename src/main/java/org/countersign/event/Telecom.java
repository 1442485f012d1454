package org.countersign.event;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.countersign.platform.Sensitive;

/**
 * One way to reach a person, after FHIR R4 ContactPoint and the v2-to-FHIR XTN map.
 *
 * @param value an E.164 number ({@code +14155550123}), with its extension where it has one
 *     ({@code +14155550123;ext=42}, RFC 3966), or an e-mail address in lower case
 * @param rank 1 is the most preferred; absent ranks come last
 * @param from start of validity, inclusive
 * @param until end of validity, exclusive
 * @param line what libphonenumber says of a number; UNKNOWN for e-mail
 */
public record Telecom(
        Kind kind,
        Use use,
        Sensitive<String> value,
        OptionalInt rank,
        Optional<Instant> from,
        Optional<Instant> until,
        LineType line) {

    /** What parts a number from its extension. */
    public static final String EXTENSION = ";ext=";

    /** Kind of address (FHIR R4 contact-point-system). */
    public enum Kind {
        PHONE,
        EMAIL,
        FAX,
        PAGER,
        OTHER
    }

    /** What the address is for; CP in XTN.3 means MOBILE unless XTN.2 says EMERGENCY. */
    public enum Use {
        HOME,
        WORK,
        MOBILE,
        EMERGENCY,
        OLD,
        UNKNOWN
    }

    /** Line type by the numbering plan. */
    public enum LineType {
        MOBILE,
        FIXED,
        FIXED_OR_MOBILE,
        VOIP,
        PREMIUM,
        OTHER,
        INVALID,
        UNKNOWN
    }

    /** Whether somebody has to dial on once the number answers: only a call gets through. */
    public boolean hasExtension() {
        return value.reveal().contains(EXTENSION);
    }

    /** {@code address} without its extension. */
    public static Sensitive<String> withoutExtension(Sensitive<String> address) {
        int extension = address.reveal().indexOf(EXTENSION);
        return extension < 0 ? address : Sensitive.of(address.reveal().substring(0, extension));
    }

    /** The same, valid within these bounds alone. */
    public Telecom within(Optional<Instant> start, Optional<Instant> end) {
        Optional<Instant> later =
                Stream.of(from, start).flatMap(Optional::stream).max(Comparator.naturalOrder());
        Optional<Instant> earlier =
                Stream.of(until, end).flatMap(Optional::stream).min(Comparator.naturalOrder());
        return new Telecom(kind, use, value, rank, later, earlier, line);
    }

    /** Whether {@code now} falls into the period of validity. */
    public boolean validAt(Instant now) {
        return from.map(start -> !now.isBefore(start)).orElse(true)
                && until.map(now::isBefore).orElse(true);
    }
}
