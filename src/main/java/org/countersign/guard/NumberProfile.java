package org.countersign.guard;

import java.time.ZoneId;
import java.util.Optional;
import org.countersign.event.Telecom.LineType;

/**
 * What a number tells of itself by the numbering plan, without asking anybody; or by lookups, where they know better.
 *
 * @param country ISO 3166 alpha-2 region; empty for e-mail and for numbers of no region
 * @param line UNKNOWN for e-mail
 * @param carrier who the number was first given to, in English, where the plan says so and numbers are not carried from
 *     one to another; else empty
 * @param zone where the number is at home; empty where its country or area has several
 */
public record NumberProfile(String country, LineType line, String carrier, Optional<ZoneId> zone) {

    /** The same number with what somebody knows of it as of now. */
    public NumberProfile with(Optional<LineType> newLine, Optional<String> newCarrier) {
        return new NumberProfile(country, newLine.orElse(line), newCarrier.orElse(carrier), zone);
    }

    /** Of what is no number. */
    static final NumberProfile NONE = new NumberProfile("", LineType.UNKNOWN, "", Optional.empty());
}
