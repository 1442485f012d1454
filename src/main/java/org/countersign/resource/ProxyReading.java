package org.countersign.resource;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.event.Proxy;
import org.countersign.event.Site;
import org.countersign.event.Telecom;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.ContactComponent;
import org.hl7.fhir.r4.model.Period;

/**
 * Who may stand for a patient: Patient.contact, and the RelatedPersons that came along. The EHR is not asked for others,
 * since few policies want any.
 */
final class ProxyReading {

    private final ContactPoints contactPoints;

    ProxyReading(ContactPoints contactPoints) {
        this.contactPoints = contactPoints;
    }

    List<Proxy> read(Patient patient, Companions companions, Site site) {
        Stream<Proxy> contacts = patient.getContact().stream()
                .filter(contact -> !isOrganization(contact))
                .map(contact -> proxy(contact.getRelationship(), contact.getTelecom(), contact.getPeriod(), site));
        Stream<Proxy> related = companions
                .relatedTo(patient)
                .filter(person -> !person.hasActive() || person.getActive())
                .map(person -> proxy(person.getRelationship(), person.getTelecom(), person.getPeriod(), site));
        return Stream.concat(contacts, related)
                .filter(proxy -> !proxy.telecoms().isEmpty())
                .toList();
    }

    private static boolean isOrganization(ContactComponent contact) {
        return contact.hasOrganization() && !contact.hasName();
    }

    /** The period holds for each of the addresses. */
    private Proxy proxy(List<CodeableConcept> relationships, List<ContactPoint> points, Period period, Site site) {
        Set<String> codes = relationships.stream()
                .map(CodeableConcept::getCoding)
                .flatMap(List::stream)
                .filter(Coding::hasCode)
                .map(Coding::getCode)
                .collect(Collectors.toUnmodifiableSet());
        List<Telecom> telecoms = contactPoints.read(points, site).stream()
                .map(telecom -> telecom.within(
                        ContactPoints.moment(period.getStartElement(), site.zone(), 0),
                        ContactPoints.moment(period.getEndElement(), site.zone(), 1)))
                .toList();
        return new Proxy(codes, telecoms);
    }
}
