package org.countersign.event;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.countersign.platform.Sensitive;

/**
 * The patient of an event, as far as a challenge needs one.
 *
 * @param identifiers PID-3, in order; never empty for a readable patient
 * @param name display name, given name first
 * @param language PID-15 as a BCP 47 locale
 * @param deceased PID-30 is Y, or PID-29 holds a time
 * @param active false when the sender says that the record is inactive
 * @param telecoms PID-13, PID-14 and PID-40, all repetitions, in order
 */
public record Person(
        List<Identifier> identifiers,
        Sensitive<String> name,
        Optional<Sensitive<LocalDate>> birthDate,
        Optional<Locale> language,
        boolean deceased,
        boolean active,
        List<Telecom> telecoms) {

    public Person {
        identifiers = List.copyOf(identifiers);
        telecoms = List.copyOf(telecoms);
    }

    /**
     * One repetition of PID-3.
     *
     * @param value CX.1
     * @param authority CX.4, whole component, may be empty
     * @param type CX.5, as MR, may be empty
     */
    public record Identifier(Sensitive<String> value, String authority, String type) {}
}
