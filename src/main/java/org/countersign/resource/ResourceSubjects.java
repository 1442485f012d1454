package org.countersign.resource;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.ChargeItem;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Invoice;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;

/** Whom a resource is about, and which others it needs to be understood. */
final class ResourceSubjects {

    private ResourceSubjects() {}

    static Optional<Reference> patient(Resource resource) {
        return switch (resource) {
            case Appointment appointment -> AppointmentReading.patient(appointment);
            case MedicationRequest order -> Optional.of(order.getSubject());
            case Task task -> Optional.of(task.getFor());
            case DiagnosticReport report -> Optional.of(report.getSubject());
            case Encounter encounter -> Optional.of(encounter.getSubject());
            case Invoice invoice -> Optional.of(invoice.getSubject());
            case Account account -> account.getSubject().stream().findFirst();
            case ChargeItem item -> Optional.of(item.getSubject());
            case Consent consent -> Optional.of(consent.getPatient());
            default -> Optional.empty();
        };
    }

    static List<Reference> references(Resource resource) {
        Stream<Reference> more = switch (resource) {
            case Task task -> Stream.of(task.getFocus());
            case MedicationRequest order ->
                order.hasMedicationReference() ? Stream.of(order.getMedicationReference()) : Stream.of();
            case Patient patient -> patient.getLink().stream().map(PatientLinkComponent::getOther);
            default -> Stream.of();
        };
        return Stream.concat(patient(resource).stream(), more).toList();
    }
}
