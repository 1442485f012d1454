package org.countersign.event;

import java.util.List;
import java.util.Set;

/**
 * Somebody who may stand for a patient: NK1 (HL7 v2.5.1 §3.4.5), Patient.contact or RelatedPerson. Never written to
 * unless a policy says so.
 *
 * @param relationships codes of what they are to the patient, as sent: HL7 table 0063, v3 RoleCode, HL7 table 0131
 */
public record Proxy(Set<String> relationships, List<Telecom> telecoms) {

    public Proxy {
        relationships = Set.copyOf(relationships);
        telecoms = List.copyOf(telecoms);
    }
}
