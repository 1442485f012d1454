package org.countersign.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.countersign.resource.ResourceIssue.Code;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentParticipantComponent;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.ChargeItem;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Invoice;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;

/** Whether a resource has what the hub needs of it. No validation against profiles: that is the EHR's own business. */
public final class ResourceChecks {

    private static final Set<AppointmentStatus> MAY_LACK_START =
            Set.of(AppointmentStatus.PROPOSED, AppointmentStatus.CANCELLED, AppointmentStatus.WAITLIST);

    private final List<ResourceIssue> issues = new ArrayList<>();
    private final String path;
    private final Companions companions;

    private ResourceChecks(String path, Companions companions) {
        this.path = path;
        this.companions = companions;
    }

    /**
     * All that is wrong with {@code resource}; nothing where the hub can take it.
     *
     * @param path where the resource stands, as {@code Appointment} or {@code Bundle.entry[2].resource}
     * @param beside the other entries of its Bundle
     */
    public static List<ResourceIssue> check(Resource resource, String path, List<BundleEntryComponent> beside) {
        var checks = new ResourceChecks(path, new Companions(beside, java.util.Optional.empty()));
        switch (resource) {
            case Appointment appointment -> checks.appointment(appointment);
            case MedicationRequest order -> checks.order(order);
            case Task task -> checks.task(task);
            case Patient patient -> checks.patient(patient);
            case DiagnosticReport report -> checks.stated(report.hasStatus(), report.getSubject());
            case Encounter visit -> {
                checks.stated(visit.hasStatus(), visit.getSubject());
                checks.require(visit.hasClass_(), "class");
            }
            case Invoice invoice -> checks.stated(invoice.hasStatus(), invoice.getSubject());
            case Account account -> checks.stated(account.hasStatus(), account.getSubjectFirstRep());
            case Consent consent -> {
                checks.require(consent.hasStatus(), "status");
                checks.subject(consent.getPatient(), "patient");
            }
            case ChargeItem item -> {
                checks.require(item.hasStatus(), "status");
                checks.subject(item.getSubject(), "subject");
            }
            default -> {
                // Nothing that the hub needs of it.
            }
        }
        return List.copyOf(checks.issues);
    }

    private void appointment(Appointment appointment) {
        require(appointment.hasStatus(), "status");
        List<AppointmentParticipantComponent> participants = appointment.getParticipant();
        for (int i = 0; i < participants.size(); i++) {
            if (participants.get(i).hasActor()) {
                resolvable(participants.get(i).getActor(), "participant[" + i + "].actor");
            }
        }
        if (AppointmentReading.patient(appointment).isEmpty()) {
            issue("participant", Code.REQUIRED, "No participant has a Patient as its actor");
        }
        if (appointment.hasStatus() && !appointment.hasStart() && !MAY_LACK_START.contains(appointment.getStatus())) {
            issue("start", Code.INVARIANT, "Only proposed, cancelled and waitlisted appointments lack a start (app-3)");
        }
    }

    private void order(MedicationRequest order) {
        require(order.hasStatus(), "status");
        require(order.hasMedication(), "medication");
        subject(order.getSubject(), "subject");
        if (order.hasMedicationReference()) {
            resolvable(order.getMedicationReference(), "medication");
        }
    }

    private void task(Task task) {
        require(task.hasStatus(), "status");
        if (task.hasFor()) {
            subject(task.getFor(), "for");
        }
        if (task.hasFocus()) {
            resolvable(task.getFocus(), "focus");
        }
    }

    /** A state, and a subject that R4 does not ask for. */
    private void stated(boolean hasStatus, Reference subject) {
        require(hasStatus, "status");
        resolvable(subject, "subject");
    }

    private void patient(Patient patient) {
        List<PatientLinkComponent> links = patient.getLink();
        for (int i = 0; i < links.size(); i++) {
            require(links.get(i).hasType(), "link[" + i + "].type");
            subject(links.get(i).getOther(), "link[" + i + "].other");
        }
        List<ContactPoint> telecoms = patient.getTelecom();
        for (int i = 0; i < telecoms.size(); i++) {
            if (telecoms.get(i).hasValue() && !telecoms.get(i).hasSystem()) {
                issue("telecom[" + i + "].system", Code.INVARIANT, "A value needs a system (cpt-2)");
            }
        }
    }

    private void subject(Reference subject, String element) {
        if (subject.isEmpty()) {
            require(false, element);
        } else {
            resolvable(subject, element);
        }
    }

    /** A reference into the Bundle or the resource itself must lead to something there. */
    private void resolvable(Reference reference, String element) {
        String url = reference.hasReference() ? reference.getReference() : "";
        boolean inside = url.startsWith("urn:uuid:") || url.startsWith("urn:oid:") || url.startsWith("#");
        if (inside && companions.findSent(reference).isEmpty()) {
            issue(element, Code.NOT_FOUND, "The reference leads to nothing that was sent");
        }
    }

    private void require(boolean isThere, String element) {
        if (!isThere) {
            issue(element, Code.REQUIRED, "The element is missing");
        }
    }

    private void issue(String element, Code code, String sentence) {
        issues.add(new ResourceIssue(path + "." + element, code, sentence));
    }
}
