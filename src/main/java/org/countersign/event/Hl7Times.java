package org.countersign.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as {@code YYYYMMDDHHMM[SS[.SSSS]][+ZZZZ]} (HL7 v2.5.1 §2.A.22). */
final class Hl7Times {

    private static final Pattern TIME =
            Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?:(\\d{2})(\\d{2})?(\\d{2})?(?:\\.\\d{1,9})?)?\\s*([+-]\\d{4})?");

    private Hl7Times() {}

    /** The moment; empty where there is no hour, or no such time. Without an offset it is local time of {@code zone}. */
    static Optional<Instant> instant(String text, ZoneId zone) {
        Matcher time = TIME.matcher(text);
        if (!time.matches() || time.group(4) == null) {
            return Optional.empty();
        }
        try {
            LocalDateTime local = LocalDateTime.of(
                    number(time, 1),
                    number(time, 2),
                    number(time, 3),
                    number(time, 4),
                    number(time, 5),
                    number(time, 6));
            return Optional.of(local.atZone(zone(time.group(7), zone)).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The day; empty where it is not told to the day, or there is no such day. */
    static Optional<LocalDate> date(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(number(time, 1), number(time, 2), number(time, 3)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ZoneId zone(@Nullable String offset, ZoneId site) {
        return offset == null ? site : ZoneOffset.of(offset);
    }

    private static int number(Matcher time, int group) {
        String digits = time.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
