package org.countersign.resource;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/** Cuts what an EHR sends into single resources to store, each with what came along that it refers to. Thread-safe. */
public final class SubmissionReader {

    /** The types that the hub takes in. */
    public static final Set<String> TYPES = Set.of(
            "Appointment",
            "MedicationRequest",
            "Task",
            "Patient",
            "DiagnosticReport",
            "Encounter",
            "Invoice",
            "Account",
            "ChargeItem",
            "Consent");

    private final FhirContext context;
    private final String ownSource;

    /** @param ownSource meta.source, or system of a tag, of what the hub writes to the EHR; empty: it is not told apart */
    SubmissionReader(FhirContext context, String ownSource) {
        this.context = context;
        this.ownSource = ownSource;
    }

    /** One resource on its own. */
    public Submission read(Resource resource) {
        return read(resource, List.of());
    }

    /** One of the resources of a Bundle, whose other entries are looked through for what it refers to. */
    public Submission read(Resource resource, List<BundleEntryComponent> beside) {
        Companions companions = new Companions(beside, Optional.empty());
        Optional<Reference> patient = ResourceSubjects.patient(resource);
        String id = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
        return new Submission(
                resource.fhirType(),
                id,
                Versions.of(resource).map(version -> id + "/_history/" + version),
                resource instanceof Patient
                        ? id
                        : patient.map(who -> key(who, companions)).orElse(""),
                document(resource, companions),
                isOwn(resource));
    }

    /** The logical id if there is one, since a Patient's own resource is kept in order with what is about it. */
    private static String key(Reference patient, Companions companions) {
        Optional<Resource> sent = companions.findSent(patient);
        IdType id = new IdType(patient.hasReference() ? patient.getReference() : "");
        if (sent.isPresent()
                && sent.get().getIdElement().hasIdPart()
                && !sent.get().getIdElement().getIdPart().startsWith("#")) {
            return "Patient/" + sent.get().getIdElement().getIdPart();
        }
        if (sent.orElse(null) instanceof Patient contained && contained.hasIdentifier()) {
            return contained.getIdentifierFirstRep().getValue();
        }
        return "Patient".equals(id.getResourceType())
                ? "Patient/" + id.getIdPart()
                : patient.getIdentifier().getValue();
    }

    private byte[] document(Resource resource, Companions companions) {
        List<Resource> needed = new ArrayList<>();
        collect(resource, companions, needed, 2);
        List<RelatedPerson> related = Stream.concat(Stream.of(resource), needed.stream())
                .filter(Patient.class::isInstance)
                .flatMap(patient -> companions.relatedTo((Patient) patient))
                .toList();
        needed.addAll(related);
        Resource whole = resource;
        if (!needed.isEmpty()) {
            var bundle = new Bundle().setType(BundleType.COLLECTION);
            bundle.addEntry().setResource(resource);
            needed.forEach(
                    one -> bundle.addEntry().setFullUrl(companions.url(one)).setResource(one));
            whole = bundle;
        }
        return context.newJsonParser()
                .setOverrideResourceIdWithBundleEntryFullUrl(false)
                .encodeResourceToString(whole)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A Task refers to a MedicationRequest, and that to a Patient: no further. */
    private static void collect(Resource resource, Companions companions, List<Resource> needed, int depth) {
        for (Reference reference : ResourceSubjects.references(resource)) {
            if (!reference.hasReference() || reference.getReference().startsWith("#")) {
                continue;
            }
            companions.findSent(reference).filter(one -> !needed.contains(one)).ifPresent(one -> {
                needed.add(one);
                if (depth > 1) {
                    collect(one, companions, needed, depth - 1);
                }
            });
        }
    }

    /** A cancellation is never the hub's own: whoever sends one with the hub's mark has read it from here and wrote it. */
    private boolean isOwn(Resource resource) {
        if (ownSource.isEmpty() || isVoid(resource)) {
            return false;
        }
        String source = resource.getMeta().hasSource() ? resource.getMeta().getSource() : "";
        // HAPI's servers put the number of the request behind it
        return source.equals(ownSource)
                || source.startsWith(ownSource + "#")
                || resource.getMeta().getTag().stream().map(Coding::getSystem).anyMatch(ownSource::equals);
    }

    private static boolean isVoid(Resource resource) {
        return switch (resource) {
            case Appointment appointment ->
                Set.of(AppointmentStatus.CANCELLED, AppointmentStatus.NOSHOW, AppointmentStatus.ENTEREDINERROR)
                        .contains(appointment.getStatus());
            case MedicationRequest order ->
                Set.of(
                                MedicationRequestStatus.STOPPED,
                                MedicationRequestStatus.CANCELLED,
                                MedicationRequestStatus.ENTEREDINERROR)
                        .contains(order.getStatus());
            case Task task ->
                Set.of(TaskStatus.CANCELLED, TaskStatus.ENTEREDINERROR).contains(task.getStatus());
            default -> false;
        };
    }
}
