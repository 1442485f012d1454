package org.countersign.resource;

import java.util.List;
import java.util.Optional;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.event.ContactConsent;
import org.hl7.fhir.r4.model.Reference;

/**
 * What one resource says.
 *
 * @param patient whom it is about; empty where that does not matter or is not told
 * @param consents what it tells of being written to
 */
record Reading(ClinicalAct act, Change change, Optional<Reference> patient, List<ContactConsent> consents) {

    /** A resource that tells of an act alone. */
    Reading(ClinicalAct act, Change change, Optional<Reference> patient) {
        this(act, change, patient, List.of());
    }

    /** A resource that asks for nothing; {@code why} holds no data of it. */
    static Reading other(String why) {
        return new Reading(new ClinicalAct.Other(why), Change.NONE, Optional.empty());
    }
}
