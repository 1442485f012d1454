package org.countersign.challenge;

import java.util.Optional;
import java.util.SortedMap;
import org.countersign.platform.Sensitive;

/**
 * Who is challenged, and for what, in words for the people who are allowed to see it. Stored sealed.
 *
 * @param identifier PID-3.1
 * @param authority PID-3.4, may be empty
 * @param proxy what the one who is written to in the patient's place is to the patient, as {@code MTH}; empty: the patient
 *     is written to
 * @param about what the code is bound to, by name: drug, quantity, start …
 */
public record Recipient(
        Sensitive<String> name,
        Sensitive<String> identifier,
        String authority,
        Optional<String> proxy,
        Sensitive<SortedMap<String, String>> about) {

    /** The patient, who is written to. */
    public Recipient(
            Sensitive<String> name,
            Sensitive<String> identifier,
            String authority,
            Sensitive<SortedMap<String, String>> about) {
        this(name, identifier, authority, Optional.empty(), about);
    }

    /** The same patient, with whoever is written to now. */
    Recipient writtenTo(Optional<String> now) {
        return new Recipient(name, identifier, authority, now, about);
    }
}
