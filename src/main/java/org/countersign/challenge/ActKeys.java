package org.countersign.challenge;

import org.countersign.event.ClinicalAct;
import org.countersign.event.Person;
import org.countersign.platform.Pseudonyms;

/** The names under which acts and patients are kept. */
final class ActKeys {

    private static final String PATIENT = "Patient/";

    private final Pseudonyms pseudonyms;

    ActKeys(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    String patientKey(Person.Identifier identifier) {
        return pseudonyms.patient(identifier.value().reveal(), identifier.authority());
    }

    String actKey(String facility, String reference, String patientKey) {
        return pseudonyms.act(facility, reference, patientKey);
    }

    /** As the trail and the API name the act: a person's record by the person's pseudonym, since it names nobody. */
    String name(String reference, String patientKey) {
        return reference.equals(ClinicalAct.Registration.REFERENCE) ? PATIENT + patientKey : reference;
    }

    /** The reference that {@code challenge} was issued for: the inverse of {@link #name}. */
    static String reference(Challenge challenge) {
        return challenge.act().equals(PATIENT + challenge.patientKey())
                ? ClinicalAct.Registration.REFERENCE
                : challenge.act();
    }
}
