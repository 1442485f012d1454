package org.countersign.verification;

import java.util.Optional;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.Person;
import org.countersign.event.Site;
import org.countersign.platform.Sensitive;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;

/**
 * What a client of the API asks for: a code to somebody, for a purpose.
 *
 * @param purpose PORTAL or STAFF: the other purposes are asked for by messages of the EHR
 * @param reference names what it is for, as the client does; empty for one at a time of the person
 * @param transport the way that the person chose; empty to leave it to the policy
 * @param body the whole request in one form, to know it again by
 */
record AskedCode(
        Purpose purpose,
        Site site,
        Person person,
        String reference,
        Optional<Transport> transport,
        Sensitive<String> body) {

    /** Sign-ins without a reference are for this. */
    private static final String SELF = "self";

    /** As an event, so that the policies decide on it as on any other. */
    ClinicalEvent event(String client) {
        ClinicalAct act = switch (purpose) {
            case PORTAL ->
                new ClinicalAct.Registration(ClinicalAct.Registration.contacts(person.telecoms()), reference);
            case STAFF -> new ClinicalAct.SignIn(reference.isEmpty() ? SELF : reference, client);
            case TELEHEALTH, APPOINTMENT, REFILL, BILLING ->
                throw new IllegalArgumentException("Only a message can ask for this purpose");
        };
        return new ClinicalEvent(site, ClinicalEvent.REQUEST, true, Optional.of(person), act, ClinicalEvent.Change.NEW);
    }
}
