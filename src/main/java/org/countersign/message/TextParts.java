package org.countersign.message;

import java.util.Map;

/**
 * What a text is filled with; nothing else can stand in one, so none can tell what the patient has or takes.
 *
 * @param facility who writes
 * @param code the code as it is to be read or heard
 * @param tag the request's letters as they are to be read or heard
 * @param minutes whole minutes that the code still holds
 */
record TextParts(String facility, String code, String tag, long minutes) {

    /** The longest facility name that is not shortened, the longest tag and time; the code is for {@code digits}. */
    static TextParts longest(String facility, int digits) {
        return new TextParts(facility, "0".repeat(digits), "KQX", 10);
    }

    TextParts with(String otherFacility) {
        return new TextParts(otherFacility, code, tag, minutes);
    }

    Map<String, Object> byName() {
        return Map.of("facility", facility, "code", code, "tag", tag, "minutes", minutes);
    }
}
