package org.countersign.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeStore;
import org.countersign.fhir.FhirClient;
import org.countersign.fhir.ResourceAnswer;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Invoice;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes beside the EHR's record what the settings want said about the end of its challenge. */
final class EvidenceWriter {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceWriter.class);

    private final RecordEvidence evidence;
    private final RecordProperties settings;
    private final ChallengeStore challenges;

    EvidenceWriter(RecordEvidence evidence, RecordProperties settings, ChallengeStore challenges) {
        this.evidence = evidence;
        this.settings = settings;
        this.challenges = challenges;
    }

    /**
     * Writes it; what the EHR refuses for good is left out, and logged.
     *
     * @param record the EHR's record as it is now
     * @return what could not be written for the time being; empty when all is done
     */
    Optional<String> write(FhirClient client, Answer answer, Resource record) {
        List<Resource> resources = new ArrayList<>();
        if (settings.provenance() && RecordUpdate.updates(record)) {
            resources.add(evidence.provenance(answer));
        }
        Optional<Challenge> challenge = answer.challengeId().flatMap(challenges::find);
        Optional<Reference> patient = patient(record);
        if (challenge.isPresent() && patient.isPresent()) {
            if (settings.communication()) {
                resources.add(evidence.communication(answer, challenge.get(), patient.get()));
            }
            if (settings.verificationResult()) {
                ResourceAnswer shown = client.read(patient.get().getReference());
                if (isPassing(shown)) {
                    return Optional.of("The patient could not be read");
                }
                if (shown instanceof ResourceAnswer.Found found && found.resource() instanceof Patient known) {
                    evidence.verification(answer, challenge.get(), known).ifPresent(resources::add);
                }
            }
        }
        return resources.stream()
                .flatMap(resource -> put(client, answer, resource).stream())
                .findFirst();
    }

    private static boolean isPassing(ResourceAnswer answer) {
        return switch (answer) {
            case ResourceAnswer.Unanswered unanswered -> true;
            case ResourceAnswer.Unauthorized unauthorized -> true;
            case ResourceAnswer.Refused refused -> FhirAnswers.isPassing(refused.status());
            case ResourceAnswer.Found found -> false;
            case ResourceAnswer.Absent absent -> false;
        };
    }

    private static Optional<String> put(FhirClient client, Answer answer, Resource resource) {
        int status = FhirAnswers.status(client.put(resource));
        if (FhirAnswers.isPassing(status)) {
            return Optional.of("No " + resource.fhirType() + " could be written");
        }
        if (status >= 300) {
            LOG.warn("The EHR takes no {} of answer {}: HTTP {}", resource.fhirType(), answer.id(), status);
        }
        return Optional.empty();
    }

    /** The patient whom the record is about; empty where it names none by a relative reference. */
    private static Optional<Reference> patient(Resource record) {
        Reference subject = switch (record) {
            case Appointment appointment ->
                appointment.getParticipant().stream()
                        .map(Appointment.AppointmentParticipantComponent::getActor)
                        .filter(RecordUpdate::isPatient)
                        .findFirst()
                        .orElseGet(Reference::new);
            case MedicationRequest request -> request.getSubject();
            case Task task -> task.getFor();
            case DiagnosticReport report -> report.getSubject();
            case Encounter encounter -> encounter.getSubject();
            case Invoice invoice -> invoice.getSubject();
            default -> new Reference();
        };
        return Optional.of(subject)
                .filter(reference -> RecordUpdate.isOf(Set.of("Patient"), String.valueOf(reference.getReference())));
    }
}
