package org.countersign.policy;

import java.time.Duration;

/** Times as people write them in policies: {@code 45s}, {@code 2m}, {@code 3h}, {@code 1d}. */
final class TimeSpan {

    private TimeSpan() {}

    /**
     * Reads a number with one unit.
     *
     * @throws IllegalArgumentException for anything else; the schema lets nothing else through
     */
    static Duration parse(String text) {
        int last = text.length() - 1;
        long number = Long.parseLong(text.substring(0, last));
        return switch (text.charAt(last)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            case 'd' -> Duration.ofDays(number);
            default -> throw new IllegalArgumentException("No unit of time ends " + text);
        };
    }

    /** The shortest way to write it: {@code 90s} is {@code 1m30s}. */
    static String print(Duration span) {
        String text = part(span.toDays(), "d")
                + part(span.toHoursPart(), "h")
                + part(span.toMinutesPart(), "m")
                + part(span.toSecondsPart(), "s");
        return text.isEmpty() ? "0s" : text;
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }
}
