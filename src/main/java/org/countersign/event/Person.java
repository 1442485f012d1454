package org.countersign.event;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
 * @param telecomsTold whether the telecoms are all that there are; false when the sender said nothing of them
 * @param restrictions what bars the hub from writing to the person on its own account
 * @param consents what the person said of being written to, by medium
 * @param proxies others whom a policy may have written to in the person's place
 */
public record Person(
        List<Identifier> identifiers,
        Sensitive<String> name,
        Optional<Sensitive<LocalDate>> birthDate,
        Optional<Locale> language,
        boolean deceased,
        boolean active,
        List<Telecom> telecoms,
        boolean telecomsTold,
        Set<Restriction> restrictions,
        List<ContactConsent> consents,
        List<Proxy> proxies) {

    public Person {
        identifiers = List.copyOf(identifiers);
        telecoms = List.copyOf(telecoms);
        restrictions = Set.copyOf(restrictions);
        consents = List.copyOf(consents);
        proxies = List.copyOf(proxies);
    }

    /** A person without restrictions, consents and proxies, whose telecoms are all told. */
    public Person(
            List<Identifier> identifiers,
            Sensitive<String> name,
            Optional<Sensitive<LocalDate>> birthDate,
            Optional<Locale> language,
            boolean deceased,
            boolean active,
            List<Telecom> telecoms) {
        this(identifiers, name, birthDate, language, deceased, active, telecoms, true, Set.of(), List.of(), List.of());
    }

    /** The same person by other identifiers. */
    public Person knownBy(List<Identifier> others) {
        return with(others, consents);
    }

    /** The same person, who said this of being written to. */
    public Person consenting(List<ContactConsent> all) {
        return with(identifiers, all);
    }

    private Person with(List<Identifier> identifiers, List<ContactConsent> consents) {
        return new Person(
                identifiers,
                name,
                birthDate,
                language,
                deceased,
                active,
                telecoms,
                telecomsTold,
                restrictions,
                consents,
                proxies);
    }

    /** Why a person is not to be written to unless a policy says so. */
    public enum Restriction {
        /** PD1-11 N (no publicity, table 0215) or 01 (no reminders, the code set of immunization registries). */
        PUBLICITY,
        /** PD1-12 Y (table 0136): access to the record is restricted. */
        PROTECTED,
        /** PV1-16 holds a VIP indicator (table 0099, which each site fills). */
        VIP
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
