package org.countersign.answer;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeState;
import org.countersign.event.TelecomValues;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.Transport;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationStatus;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Provenance.ProvenanceEntityRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.VerificationResult;
import org.hl7.fhir.r4.model.VerificationResult.Status;

/**
 * What is written beside the EHR's record to say how the end of a challenge came about. Each resource has the id of its
 * answer, so that writing it again changes nothing. None holds the code or the words that were sent. Pure.
 */
final class RecordEvidence {

    private static final String HUBS = "https://countersign.org/fhir/NamingSystem/hub";
    private static final String OPERATIONS = "http://terminology.hl7.org/CodeSystem/v3-DataOperation";
    private static final String PARTICIPANTS = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    private static final String CATEGORIES = "http://terminology.hl7.org/CodeSystem/communication-category";
    private static final String MEDIUMS = "http://terminology.hl7.org/CodeSystem/v3-ParticipationMode";
    private static final String NEEDS = "http://terminology.hl7.org/CodeSystem/need";
    private static final String VALIDATIONS = "http://terminology.hl7.org/CodeSystem/validation-type";
    private static final String PROCESSES = "http://terminology.hl7.org/CodeSystem/validation-process";

    private final String source;
    private final String hub;
    private final TelecomValues values = new TelecomValues();

    /**
     * @param source meta.source of what is written
     * @param hub name of this hub among others
     */
    RecordEvidence(String source, String hub) {
        this.source = source;
        this.hub = hub;
    }

    /** By what the record was changed. */
    Provenance provenance(Answer answer) {
        Provenance provenance = new Provenance();
        provenance.setId(answer.messageId().toString());
        provenance.getMeta().setSource(source);
        provenance.addTarget(new Reference(answer.act()));
        provenance.setRecorded(Date.from(answer.createdAt()));
        provenance.setActivity(new CodeableConcept(new Coding(OPERATIONS, "UPDATE", "revise")));
        provenance
                .addAgent()
                .setType(new CodeableConcept(new Coding(PARTICIPANTS, "assembler", "Assembler")))
                .setWho(hub().setType("Device"));
        answer.challengeId()
                .ifPresent(id -> provenance
                        .addEntity()
                        .setRole(ProvenanceEntityRole.SOURCE)
                        .setWhat(new Reference()
                                .setIdentifier(new Identifier()
                                        .setSystem("urn:ietf:rfc:3986")
                                        .setValue("urn:uuid:" + id))));
        return provenance;
    }

    /** That {@code patient}, or who stands for them, was written to about the record, by which media and when last. */
    Communication communication(Answer answer, Challenge challenge, Reference patient) {
        List<PlannedStep> sent = sent(challenge);
        Communication communication = new Communication();
        communication.setId(answer.messageId().toString());
        communication.getMeta().setSource(source);
        communication.addIdentifier().setSystem("urn:ietf:rfc:3986").setValue("urn:uuid:" + challenge.id());
        communication.setStatus(sent.isEmpty() ? CommunicationStatus.NOTDONE : CommunicationStatus.COMPLETED);
        communication.addCategory(new CodeableConcept(new Coding(CATEGORIES, "notification", "Notification")));
        sent.stream()
                .map(step -> medium(step.transport()))
                .distinct()
                .forEach(medium -> communication.addMedium(
                        new CodeableConcept(new Coding().setSystem(MEDIUMS).setCode(medium))));
        communication.setSubject(patient);
        communication.addAbout(new Reference(answer.act()));
        communication.addRecipient(challenge
                .recipient()
                .proxy()
                .map(relationship -> new Reference().setType("RelatedPerson").setDisplay(relationship))
                .orElse(patient));
        communication.setSender(hub().setType("Device"));
        if (!sent.isEmpty()) {
            challenge.lastSendAt().map(Date::from).ifPresent(communication::setSent);
        }
        return communication;
    }

    /**
     * That a right code came back from one of the patient's addresses.
     *
     * @return empty when the code went to several addresses, so that nobody can say which one the patient reads, or to
     *     somebody in the patient's place; and when the record does not have the address any more
     */
    Optional<VerificationResult> verification(Answer answer, Challenge challenge, Patient patient) {
        List<String> addresses = sent(challenge).stream()
                .map(step -> step.address().reveal())
                .distinct()
                .toList();
        boolean patients = challenge.state() == ChallengeState.VERIFIED
                && challenge.recipient().proxy().isEmpty();
        return !patients || addresses.size() != 1
                ? Optional.empty()
                : patient.getTelecom().stream()
                        .filter(ContactPoint::hasValue)
                        .filter(point -> values.isSame(point.getValue(), addresses.getFirst()))
                        .findFirst()
                        .map(point -> verification(answer, challenge, patient, point));
    }

    private VerificationResult verification(Answer answer, Challenge challenge, Patient patient, ContactPoint point) {
        Date at = Date.from(challenge.closedAt().orElse(Instant.EPOCH));
        Reference target = new Reference("Patient/" + patient.getIdElement().getIdPart());
        VerificationResult result = new VerificationResult();
        result.setId(answer.messageId().toString());
        result.getMeta().setSource(source);
        result.addTarget(target);
        result.addTargetLocation("Patient.telecom.where(value='" + quoted(point.getValue()) + "')");
        result.setNeed(new CodeableConcept(new Coding(NEEDS, "initial", "Initial")));
        result.setStatus(Status.VALIDATED);
        result.setStatusDate(at);
        result.setValidationType(new CodeableConcept(new Coding(VALIDATIONS, "primary", "Primary Source")));
        result.addValidationProcess(new CodeableConcept(new Coding(PROCESSES, "in-context", "In context")));
        result.setLastPerformed(at);
        // The patient attests it, whom FHIR R4 does not let attestation.who name.
        result.getAttestation().setDate(at);
        result.addValidator().setOrganization(hub());
        return result;
    }

    private static String quoted(String value) {
        return value.replace("\\", "\\\\").replace("'", "\\'");
    }

    private Reference hub() {
        return new Reference().setIdentifier(new Identifier().setSystem(HUBS).setValue(hub));
    }

    /** Steps whose message a provider took. */
    private static List<PlannedStep> sent(Challenge challenge) {
        return IntStream.range(0, challenge.steps().size())
                .filter(i -> switch (challenge.progress().get(i)) {
                    case ACCEPTED, SENT, DELIVERED, READ -> true;
                    case PLANNED, SENDING, FAILED -> false;
                })
                .mapToObj(challenge.steps()::get)
                .toList();
    }

    /** FHIR R4 has no code for SMS; the later SMSWRIT is one of ONLINEWRIT. */
    private static String medium(Transport transport) {
        return switch (transport) {
            case VOICE -> "PHONE";
            case EMAIL -> "EMAILWRIT";
            case SMS, WHATSAPP, VIBER, TELEGRAM, RCS -> "ONLINEWRIT";
            case SILENT -> "ELECTRONIC";
        };
    }
}
