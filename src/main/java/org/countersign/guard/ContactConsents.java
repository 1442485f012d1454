package org.countersign.guard;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.ContactConsent;
import org.countersign.event.ContactConsent.Medium;
import org.countersign.event.Person;
import org.countersign.platform.Pseudonyms;

/**
 * Remembers what patients refused, since the message that asks for a challenge is seldom the one that tells of it. To be
 * called in the transaction of whoever works for the patient.
 */
public final class ContactConsents {

    private final ContactConsentStore store;
    private final Pseudonyms pseudonyms;

    ContactConsents(ContactConsentStore store, Pseudonyms pseudonyms) {
        this.store = store;
        this.pseudonyms = pseudonyms;
    }

    /** Keeps what {@code event} tells, moves what a merge moves, and gives the event as {@link #recall} does. */
    public ClinicalEvent learn(ClinicalEvent event, Instant now) {
        if (!event.production() || event.person().isEmpty()) {
            return event;
        }
        Person person = event.person().get();
        String key = key(person.identifiers().getFirst());
        if (event.act() instanceof ClinicalAct.Merge merge) {
            store.move(keys(merge.absorbed()), key);
        }
        Set<String> keys = keys(person.identifiers());
        for (ContactConsent told : person.consents()) {
            store.forget(keys, told);
            if (told.refused()) {
                store.keep(key, told, now);
            }
        }
        return recall(event);
    }

    /** The event of its person with all that they are known to have refused. */
    public ClinicalEvent recall(ClinicalEvent event) {
        return event.person().isEmpty()
                ? event
                : event.of(event.person()
                        .get()
                        .consenting(store.list(keys(event.person().get().identifiers()))));
    }

    /**
     * What bars {@code medium} now, as a sentence; empty where the patient refuses no such thing.
     *
     * @param patientKey pseudonym of the patient
     */
    Optional<String> refusal(String patientKey, Medium medium, Instant now) {
        return store.list(Set.of(patientKey)).stream()
                .filter(consent -> consent.medium() == medium && consent.refusesAt(now))
                .findFirst()
                .map(consent -> "the patient refused " + consent.words());
    }

    private Set<String> keys(List<Person.Identifier> identifiers) {
        return identifiers.stream().map(this::key).collect(Collectors.toUnmodifiableSet());
    }

    private String key(Person.Identifier identifier) {
        return pseudonyms.patient(identifier.value().reveal(), identifier.authority());
    }
}
