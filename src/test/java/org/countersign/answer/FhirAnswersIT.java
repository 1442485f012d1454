package org.countersign.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeTransitions;
import org.countersign.testing.EhrServer;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Appointment.ParticipationStatus;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The EHR's own records over FHIR: written once, only over the version that was read, and never against the EHR. */
class FhirAnswersIT {

    private static EhrServer ehr;
    private static AnswerParts parts;

    @BeforeAll
    static void start() {
        ehr = EhrServer.start();
        parts = new AnswerParts(Map.of("countersign.ehr.url", ehr.url(), "countersign.ehr.response-timeout", "5s"))
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
    }

    @Test
    void aVerifiedAppointmentIsAcceptedAndBookedAndItsProvenanceSaysByWhat() {
        ehr.write(appointment(AppointmentStatus.PENDING, ParticipationStatus.ACCEPTED));
        UUID challenge = verified("Appointment/4711");
        parts.wake("fhir");
        assertThat(parts.rows()).containsExactly("SENT");
        Appointment after = ehr.record(Appointment.class, "4711");
        assertThat(after.getStatus()).isEqualTo(AppointmentStatus.BOOKED);
        assertThat(after.getParticipant()).allMatch(one -> one.getStatus() == ParticipationStatus.ACCEPTED);
        assertThat(after.getMeta().getSource()).isEqualTo("urn:countersign");
        assertThat(ehr.records(Provenance.class)).singleElement().satisfies(provenance -> {
            assertThat(provenance.getTargetFirstRep().getReference()).isEqualTo("Appointment/4711");
            assertThat(provenance.getEntityFirstRep().getWhat().getIdentifier().getValue())
                    .isEqualTo("urn:uuid:" + challenge);
        });
        assertThat(parts.entries()).containsExactly("RECORD_UPDATED");
    }

    @Test
    void anAppointmentThatOthersHaveNotAcceptedStaysPending() {
        ehr.write(appointment(AppointmentStatus.PENDING, ParticipationStatus.NEEDSACTION));
        verified("Appointment/4711");
        parts.wake("fhir");
        Appointment after = ehr.record(Appointment.class, "4711");
        assertThat(after.getStatus()).isEqualTo(AppointmentStatus.PENDING);
        assertThat(after.getParticipant().getFirst().getStatus()).isEqualTo(ParticipationStatus.ACCEPTED);
    }

    @Test
    void aCancelledAppointmentIsNeverBooked() {
        ehr.write(appointment(AppointmentStatus.PENDING, ParticipationStatus.ACCEPTED));
        ehr.meanwhile(() -> ehr.write(appointment(AppointmentStatus.CANCELLED, ParticipationStatus.DECLINED)));
        verified("Appointment/4711");
        parts.wake("fhir");
        assertThat(parts.rows()).containsExactly("REPORTED: The appointment is cancelled");
        assertThat(ehr.record(Appointment.class, "4711").getStatus()).isEqualTo(AppointmentStatus.CANCELLED);
        assertThat(ehr.updates()).isZero();
        assertThat(parts.entries()).containsExactly("RECORD_NOT_UPDATED");
    }

    @Test
    void whatTheEhrChangedMeanwhileIsKept() {
        ehr.write(appointment(AppointmentStatus.PENDING, ParticipationStatus.ACCEPTED));
        ehr.meanwhile(() -> ehr.write(appointment(AppointmentStatus.PENDING, ParticipationStatus.ACCEPTED)
                .setComment("Moved to room 5")));
        verified("Appointment/4711");
        parts.wake("fhir");
        assertThat(parts.rows()).containsExactly("SENT");
        Appointment after = ehr.record(Appointment.class, "4711");
        assertThat(after.getComment()).isEqualTo("Moved to room 5");
        assertThat(after.getStatus()).isEqualTo(AppointmentStatus.BOOKED);
        assertThat(after.getMeta().getVersionId()).isEqualTo("3");
    }

    @Test
    void anUpdateWhoseAnswerWasLostIsLookedUpAndNotRepeated() {
        ehr.write(appointment(AppointmentStatus.PENDING, ParticipationStatus.ACCEPTED));
        ehr.dropUpdates(true);
        verified("Appointment/4711");
        parts.wake("fhir");
        assertThat(parts.rows()).containsExactly("WAITING: No answer to the update");
        ehr.dropUpdates(false);
        later();
        parts.wake("fhir");
        assertThat(parts.rows()).containsExactly("SENT");
        assertThat(ehr.updates()).isEqualTo(1);
        assertThat(ehr.records(Provenance.class)).hasSize(1);
    }

    @Test
    void whileTheServerFailsTheUpdateWaits() {
        ehr.write(appointment(AppointmentStatus.PENDING, ParticipationStatus.ACCEPTED));
        ehr.failWith(503);
        verified("Appointment/4711");
        parts.wake("fhir");
        assertThat(parts.rows()).containsExactly("WAITING: Reading it was refused: HTTP 503");
        ehr.failWith(0);
        later();
        parts.wake("fhir");
        assertThat(parts.rows()).containsExactly("SENT");
    }

    @Test
    void aRecordThatIsNotThereFails() {
        verified("Appointment/4711");
        parts.wake("fhir");
        assertThat(parts.rows()).containsExactly("FAILED: Reading it was refused: HTTP 404");
    }

    @Test
    void aRequestOnHoldBecomesActiveAndAStoppedOneDoesNot() {
        ehr.write(request(MedicationRequestStatus.ONHOLD));
        verified("MedicationRequest/rx");
        parts.wake("fhir");
        assertThat(ehr.record(MedicationRequest.class, "rx").getStatus()).isEqualTo(MedicationRequestStatus.ACTIVE);
        ehr.write(request(MedicationRequestStatus.STOPPED));
        verified("MedicationRequest/rx");
        parts.wake("fhir");
        assertThat(parts.rows()).containsExactly("SENT", "REPORTED: The medication request is stopped");
    }

    @Test
    void aTaskEndsAsItsChallengeDid() {
        ehr.write(task("done"));
        ehr.write(task("late"));
        ehr.write(task("wrong"));
        verified("Task/done");
        UUID late = open("Task/late");
        UUID wrong = open("Task/wrong");
        for (int i = 0; i < 3; i++) {
            parts.end(wrong, false);
        }
        parts.hub.clock().advance(Duration.ofMinutes(6));
        var now = parts.hub.clock().instant();
        parts.hub.get(ChallengeArbiter.class).decide(late, now, open -> ChallengeTransitions.expire(open, now));
        for (int i = 0; i < 3; i++) {
            parts.wake("fhir");
        }
        assertThat(ended("done")).isEqualTo("completed code-verified");
        assertThat(ended("late")).isEqualTo("failed challenge-expired");
        assertThat(ended("wrong")).isEqualTo("rejected challenge-locked");
    }

    @Test
    void aTaskThatAskedForTheCodeIsCompletedAndNotTheOrderThatItIsAbout() {
        ehr.write(task("asked"));
        ehr.write(request(MedicationRequestStatus.ACTIVE));
        parts.received("fhir", "Task", "Task/asked", "{}");
        parts.end(parts.open("MedicationRequest/rx", OptionalLong.of(1)), true);
        parts.wake("fhir");
        assertThat(ended("asked")).isEqualTo("completed code-verified");
        assertThat(ehr.updates()).isEqualTo(1);
        assertThat(ehr.records(Provenance.class).getFirst().getTargetFirstRep().getReference())
                .isEqualTo("Task/asked");
    }

    @Test
    void aChallengeThatFailedLeavesAppointmentsAndRequestsAsTheyAre() {
        UUID challenge = open("Appointment/4711");
        for (int i = 0; i < 3; i++) {
            parts.end(challenge, false);
        }
        assertThat(parts.rows()).isEmpty();
    }

    private static String ended(String id) {
        Task task = ehr.record(Task.class, id);
        return task.getStatus().toCode() + " "
                + task.getBusinessStatus().getCodingFirstRep().getCode();
    }

    private static Task task(String id) {
        Task task = new Task();
        task.setId(id);
        return task.setStatus(TaskStatus.REQUESTED).setIntent(Task.TaskIntent.ORDER);
    }

    private static MedicationRequest request(MedicationRequestStatus status) {
        MedicationRequest request = new MedicationRequest();
        request.setId("rx");
        return request.setStatus(status);
    }

    private static Appointment appointment(AppointmentStatus status, ParticipationStatus practitioner) {
        Appointment appointment = new Appointment();
        appointment.setId("4711");
        appointment.setStatus(status);
        appointment.addParticipant().setActor(new Reference("Patient/1")).setStatus(ParticipationStatus.NEEDSACTION);
        appointment.addParticipant().setActor(new Reference("Practitioner/1")).setStatus(practitioner);
        return appointment;
    }

    private static UUID verified(String act) {
        UUID id = open(act);
        parts.end(id, true);
        return id;
    }

    /** As a challenge that a FHIR resource asked for. */
    private static UUID open(String act) {
        return parts.open(act, OptionalLong.empty());
    }

    private static void later() {
        parts.hub.clock().advance(Duration.ofSeconds(3));
    }
}
