package org.countersign.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.resource.Documents.event;
import static org.countersign.resource.Documents.patient;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.countersign.event.Person;
import org.countersign.event.Proxy;
import org.countersign.event.Telecom;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patient.contact and RelatedPerson as those who may stand for a patient; and extensions of numbers. */
class ProxyReadingTest {

    @Test
    void contactsOfThePatientAreReadAndOrganizationsAreNot() {
        Patient patient = patient("P1", "7");
        contact(patient, "MTH", "+14155550142").getName().setFamily("Doe");
        contact(patient, "E", "+14155550143").setOrganization(new Reference("Organization/1"));
        assertThat(proxies(patient)).extracting(Proxy::relationships).containsExactly(Set.of("MTH"));
        assertThat(numbers(proxies(patient))).containsExactly("+14155550142");
    }

    @Test
    void whoSaysThatTheyAreRelatedToThePatientIsReadFromTheBundle() {
        DiagnosticReport report = new DiagnosticReport().setStatus(DiagnosticReportStatus.FINAL);
        report.setId("D1");
        report.setSubject(new Reference("Patient/P1"));
        RelatedPerson stranger = related("R2", "FTH", "+14155550143").setPatient(new Reference("Patient/P2"));
        RelatedPerson former = related("R3", "FTH", "+14155550144").setActive(false);
        List<Proxy> proxies =
                proxies(report, patient("P1", "7"), related("R1", "GUARD", "+14155550142"), stranger, former);
        assertThat(proxies).extracting(Proxy::relationships).containsExactly(Set.of("GUARD"));
        assertThat(numbers(proxies)).containsExactly("+14155550142");
        assertThat(proxies(patient("P1", "7"), related("R1", "GUARD", "+14155550142")))
                .as("of a Patient's own resource")
                .hasSize(1);
    }

    @Test
    void aPeriodHoldsForTheAddresses() {
        RelatedPerson related = related("R1", "GUARD", "+14155550142");
        related.getPeriod().setEndElement(new DateTimeType("2026-05-31"));
        Telecom telecom =
                proxies(patient("P1", "7"), related).getFirst().telecoms().getFirst();
        assertThat(telecom.validAt(Instant.parse("2026-05-31T23:59:59Z"))).isTrue();
        assertThat(telecom.validAt(Instant.parse("2026-06-01T00:00:00Z"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "tel:+1-415-555-0100;ext=42, +14155550100;ext=42",
        "+1 415 555 0100 x42, +14155550100;ext=42",
        "(415) 555-0100 ext. 42, +14155550100;ext=42",
        "tel:+1-415-555-0100, +14155550100"
    })
    void anExtensionStandsBehindTheNumber(String written, String value) {
        Patient patient = patient("P1", "7");
        patient.getTelecomFirstRep().setValue(written);
        assertThat(event(patient)
                        .person()
                        .orElseThrow()
                        .telecoms()
                        .getFirst()
                        .value()
                        .reveal())
                .isEqualTo(value);
    }

    private static Patient.ContactComponent contact(Patient patient, String relationship, String number) {
        Patient.ContactComponent contact = patient.addContact();
        contact.addRelationship().addCoding().setCode(relationship);
        contact.addTelecom(phone(number));
        return contact;
    }

    private static RelatedPerson related(String id, String relationship, String number) {
        RelatedPerson related = new RelatedPerson().setPatient(new Reference("Patient/P1"));
        related.setId(id);
        related.addRelationship().addCoding().setCode(relationship);
        return related.addTelecom(phone(number));
    }

    private static ContactPoint phone(String number) {
        return new ContactPoint().setSystem(ContactPointSystem.PHONE).setValue(number);
    }

    private static List<Proxy> proxies(Resource resource, Resource... beside) {
        return event(resource, beside).person().map(Person::proxies).orElseThrow();
    }

    private static List<String> numbers(List<Proxy> proxies) {
        return proxies.stream()
                .flatMap(proxy -> proxy.telecoms().stream())
                .map(telecom -> telecom.value().reveal())
                .toList();
    }
}
