package org.countersign.event;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What a patient said of being written to by one medium.
 *
 * @param source what told it, and what a later one of the same source takes the place of: {@code PD1-11},
 *     {@code CON/89057-4}, {@code Consent/17}
 * @param refused whether the patient wants none; false takes back what was refused by the same source
 * @param until when it ends, exclusive
 */
public record ContactConsent(String source, Medium medium, boolean refused, Optional<Instant> until) {

    /** How words reach a person, as people tell it: whichever application shows a text, it is one. */
    public enum Medium {
        /** SMS and what phones show like it. */
        TEXT,
        CALL,
        EMAIL;

        /** As settings and sentences write it: {@code text}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As the end of a sentence: {@code text by PD1-11}. */
    public String words() {
        return medium.code() + " by " + source;
    }

    /** Whether it bars its medium at {@code now}. */
    public boolean refusesAt(Instant now) {
        return refused && until.map(now::isBefore).orElse(true);
    }
}
