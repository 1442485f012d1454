package org.countersign.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.countersign.challenge.Challenges;
import org.countersign.challenge.Progress;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.Success;
import org.countersign.testing.AuditEventValidation;
import org.countersign.testing.EhrServer;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationStatus;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.VerificationResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hub that is told to writes beside the EHR's record: to whom was written, and which address is the patient's. */
class RecordEvidenceIT {

    private static final List<PlannedStep> SMS_THEN_MAIL =
            List.of(Challenges.sms(Success.DELIVERED), Challenges.email());

    private static EhrServer ehr;
    private static AnswerParts parts;

    @BeforeAll
    static void start() {
        ehr = EhrServer.start();
        parts = new AnswerParts(Map.of(
                        "countersign.ehr.url", ehr.url(),
                        "countersign.ehr.communication", true,
                        "countersign.ehr.verification-result", true))
                .load("fhir");
    }

    @AfterAll
    static void stop() {
        parts.close();
        ehr.close();
    }

    @BeforeEach
    void begin() {
        parts.empty();
        ehr.clear();
        ehr.write(patient("(415) 555-0123"));
    }

    @Test
    void aCommunicationTellsByWhichMediumThePatientWasWrittenToAndNothingOfWhatWasWritten() {
        ehr.write(task());
        UUID challenge = sent("Task/1", Progress.DELIVERED, Progress.PLANNED);
        parts.end(challenge, true);
        parts.wake("fhir");
        assertThat(parts.rows()).containsExactly("SENT");
        Communication told = ehr.records(Communication.class).getFirst();
        assertThat(told.getStatus()).isEqualTo(CommunicationStatus.COMPLETED);
        assertThat(told.getMedium())
                .singleElement()
                .satisfies(medium ->
                        assertThat(medium.getCodingFirstRep().getCode()).isEqualTo("ONLINEWRIT"));
        assertThat(told.getAboutFirstRep().getReference()).isEqualTo("Task/1");
        assertThat(told.getRecipientFirstRep().getReference()).isEqualTo("Patient/1");
        assertThat(told.getIdentifierFirstRep().getValue()).isEqualTo("urn:uuid:" + challenge);
        assertThat(told.getSent()).isEqualTo(Date.from(Challenges.START));
        assertThat(told.hasPayload()).isFalse();
        assertThat(AuditEventValidation.problems(told)).isEmpty();
    }

    @Test
    void aCodeThatNobodyTookIsACommunicationThatWasNotDone() {
        ehr.write(task());
        UUID challenge = sent("Task/1", Progress.FAILED, Progress.FAILED);
        for (int i = 0; i < 3; i++) {
            parts.end(challenge, false);
        }
        parts.wake("fhir");
        Communication told = ehr.records(Communication.class).getFirst();
        assertThat(told.getStatus()).isEqualTo(CommunicationStatus.NOTDONE);
        assertThat(told.hasSent()).isFalse();
        assertThat(told.hasMedium()).isFalse();
        assertThat(AuditEventValidation.problems(told)).isEmpty();
        assertThat(ehr.records(VerificationResult.class))
                .as("nothing was verified")
                .isEmpty();
    }

    @Test
    void aVerifiedAddressGetsAVerificationResultHoweverTheRecordWritesIt() {
        ehr.write(task());
        parts.end(sent("Task/1", Progress.SENT, Progress.FAILED), true);
        parts.wake("fhir");
        VerificationResult result = ehr.records(VerificationResult.class).getFirst();
        assertThat(result.getTargetFirstRep().getReference()).isEqualTo("Patient/1");
        assertThat(result.getTargetLocation().getFirst().getValue())
                .isEqualTo("Patient.telecom.where(value='(415) 555-0123')");
        assertThat(result.getStatus()).isEqualTo(VerificationResult.Status.VALIDATED);
        assertThat(AuditEventValidation.problems(result)).isEmpty();
    }

    @Test
    void aCodeThatWentToSeveralAddressesVerifiesNoneOfThem() {
        ehr.write(task());
        parts.end(sent("Task/1", Progress.SENT, Progress.ACCEPTED), true);
        parts.wake("fhir");
        assertThat(parts.rows()).containsExactly("SENT");
        assertThat(ehr.records(VerificationResult.class)).isEmpty();
        assertThat(ehr.records(Communication.class).getFirst().getMedium()).hasSize(2);
    }

    @Test
    void anAddressThatTheRecordHasNoLongerIsNotVerified() {
        ehr.write(patient("(415) 555-0199"));
        ehr.write(task());
        parts.end(sent("Task/1", Progress.SENT, Progress.PLANNED), true);
        parts.wake("fhir");
        assertThat(parts.rows()).containsExactly("SENT");
        assertThat(ehr.records(VerificationResult.class)).isEmpty();
    }

    @Test
    void aReleasedResultStaysAsItIsAndHasItsCommunicationAlone() {
        DiagnosticReport report = new DiagnosticReport();
        report.setId("r1");
        report.setStatus(DiagnosticReport.DiagnosticReportStatus.FINAL).setSubject(new Reference("Patient/1"));
        ehr.write(report);
        parts.end(sent("DiagnosticReport/r1", Progress.SENT, Progress.PLANNED), true);
        parts.wake("fhir");
        assertThat(parts.rows()).containsExactly("SENT");
        assertThat(ehr.records(Communication.class)).hasSize(1);
        assertThat(ehr.records(Provenance.class)).isEmpty();
        assertThat(ehr.updates()).isZero();
    }

    @Test
    void aResultIsFoundByItsIdThoughItsActHasTheNumberOfTheLaboratory() {
        DiagnosticReport report = new DiagnosticReport();
        report.setId("r1");
        report.setStatus(DiagnosticReport.DiagnosticReportStatus.FINAL).setSubject(new Reference("Patient/1"));
        ehr.write(report);
        parts.received("fhir", "DiagnosticReport", "DiagnosticReport/r1", "{}");
        List<Progress> progress = List.of(Progress.SENT, Progress.PLANNED);
        parts.end(parts.open("DiagnosticReport/LAB-7", OptionalLong.of(1), SMS_THEN_MAIL, progress), true);
        parts.wake("fhir");
        assertThat(parts.rows()).containsExactly("SENT");
        assertThat(ehr.records(Communication.class)
                        .getFirst()
                        .getAboutFirstRep()
                        .getReference())
                .isEqualTo("DiagnosticReport/r1");
    }

    @Test
    void whatWasLostOnTheWayIsWrittenOnce() {
        ehr.write(task());
        parts.end(sent("Task/1", Progress.SENT, Progress.PLANNED), true);
        ehr.dropUpdates(true);
        for (int i = 0; i < 3; i++) {
            parts.wake("fhir");
            parts.hub.clock().advance(Duration.ofMinutes(2));
        }
        assertThat(parts.rows()).containsExactly("WAITING: No Provenance could be written");
        ehr.dropUpdates(false);
        parts.wake("fhir");
        assertThat(parts.rows()).containsExactly("SENT");
        assertThat(ehr.updates()).isEqualTo(1);
        assertThat(ehr.records(Provenance.class)).hasSize(1);
        assertThat(ehr.records(Communication.class)).hasSize(1);
        assertThat(ehr.records(VerificationResult.class)).hasSize(1);
    }

    private static UUID sent(String act, Progress sms, Progress mail) {
        return parts.open(act, OptionalLong.empty(), SMS_THEN_MAIL, List.of(sms, mail));
    }

    private static Task task() {
        Task task = new Task();
        task.setId("1");
        return task.setStatus(Task.TaskStatus.REQUESTED)
                .setIntent(Task.TaskIntent.ORDER)
                .setFor(new Reference("Patient/1"));
    }

    private static Patient patient(String number) {
        Patient patient = new Patient();
        patient.setId("1");
        patient.addTelecom().setSystem(ContactPointSystem.PHONE).setValue(number);
        return patient;
    }
}
