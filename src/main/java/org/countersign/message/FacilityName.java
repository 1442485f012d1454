package org.countersign.message;

/** A facility's name as texts show it. It comes from a feed's settings or a message and may hold anything. */
final class FacilityName {

    private static final String FIRST_STRONG_ISOLATE = "\u2068";
    private static final String POP_DIRECTIONAL_ISOLATE = "\u2069";

    private FacilityName() {}

    /** One line without control or formatting characters but joiners, of at most {@link MessageComposer#FACILITY_CHARACTERS}. */
    static String shown(String facility) {
        return cut(
                facility.replaceAll("[\\p{Cc}\\p{Cf}\\p{Z}&&[^\u200C\u200D]]+", " ")
                        .strip(),
                MessageComposer.FACILITY_CHARACTERS);
    }

    /** The first {@code length} characters, or all. */
    static String cut(String facility, int length) {
        int end = facility.offsetByCodePoints(0, Math.min(length, facility.codePointCount(0, facility.length())));
        return facility.substring(0, end).strip();
    }

    /**
     * For a text from right to left: the name is laid out by itself, or the digits of a code after a Latin name would go
     * on from left to right with it. The code needs no such marks, and without them it is copied and filled in clean.
     *
     * @see <a href="https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates">UAX #9 §2.4</a>
     */
    static String isolated(String facility) {
        return FIRST_STRONG_ISOLATE + facility + POP_DIRECTIONAL_ISOLATE;
    }
}
