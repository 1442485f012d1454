package org.countersign.answer;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.countersign.challenge.ChallengeState;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentParticipantComponent;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Appointment.ParticipantRequired;
import org.hl7.fhir.r4.model.Appointment.ParticipationStatus;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * What the end of a challenge changes in the EHR's own record, decided on the record as it is now. Pure, but for the
 * record itself, which it changes.
 */
final class RecordUpdate {

    private static final String EVENTS = "https://countersign.org/fhir/CodeSystem/countersign-event";
    private static final Set<String> TYPES = Set.of("Appointment", "MedicationRequest", "Task");

    /** Records that a code changes nothing in; what they were for can be noted beside them. */
    private static final Set<String> NOTED = Set.of("DiagnosticReport", "Encounter", "Invoice");

    private static final Set<TaskStatus> OVER = EnumSet.of(
            TaskStatus.COMPLETED,
            TaskStatus.REJECTED,
            TaskStatus.FAILED,
            TaskStatus.CANCELLED,
            TaskStatus.ENTEREDINERROR);

    private RecordUpdate() {}

    /** What is to be done with a record. */
    sealed interface Decision {
        /** It was changed and has to be written. */
        record Write(Resource changed) implements Decision {}

        /** It says so already. */
        record Nothing() implements Decision {}

        /** The EHR has taken it elsewhere, and that wins; {@code reason} holds no data of it. */
        record Overtaken(String reason) implements Decision {}
    }

    /** Whether this end of a challenge changes the record that its act names, {@code Appointment/4711}. */
    static boolean concerns(String act, ChallengeState end) {
        return isOf(TYPES, act) && (end == ChallengeState.VERIFIED || act.startsWith("Task/"));
    }

    /** Whether this end of a challenge is worth a note beside the record that its act names. */
    static boolean isNoted(String act, ChallengeState end) {
        return isOf(NOTED, act) && end == ChallengeState.VERIFIED;
    }

    /** Whether {@code record} is of a kind that codes change. */
    static boolean updates(Resource record) {
        return TYPES.contains(record.fhirType());
    }

    /** Whether {@code act} names a record of one of the types, by a FHIR id (FHIR R4 §2.24.0.1). */
    static boolean isOf(Set<String> types, String act) {
        int slash = act.indexOf('/');
        return slash > 0
                && types.contains(act.substring(0, slash))
                && act.substring(slash + 1).matches("[A-Za-z0-9\\-.]{1,64}");
    }

    /** @param end name of the challenge's state */
    static Decision decide(Resource record, String end) {
        return switch (record) {
            case Appointment appointment -> appointment(appointment);
            case MedicationRequest request -> request(request);
            case Task task -> task(task, ChallengeState.valueOf(end));
            default ->
                NOTED.contains(record.fhirType())
                        ? new Decision.Nothing()
                        : new Decision.Overtaken("The server gave another kind of resource");
        };
    }

    private static Decision appointment(Appointment appointment) {
        AppointmentStatus status = appointment.getStatus();
        boolean open = status == AppointmentStatus.PROPOSED || status == AppointmentStatus.PENDING;
        if (!open && status != AppointmentStatus.BOOKED) {
            return overtaken("appointment", status == null ? "" : status.toCode());
        }
        List<AppointmentParticipantComponent> patients = appointment.getParticipant().stream()
                .filter(participant -> isPatient(participant.getActor()))
                .toList();
        if (patients.isEmpty()) {
            return new Decision.Overtaken("The appointment has no patient");
        }
        boolean changed = false;
        for (AppointmentParticipantComponent patient : patients) {
            changed |= patient.getStatus() != ParticipationStatus.ACCEPTED;
            patient.setStatus(ParticipationStatus.ACCEPTED);
        }
        if (open && appointment.getParticipant().stream().allMatch(RecordUpdate::comes)) {
            appointment.setStatus(AppointmentStatus.BOOKED);
            changed = true;
        }
        return changed ? new Decision.Write(appointment) : new Decision.Nothing();
    }

    /** Who is for information only need not accept (FHIR R4 participantrequired). */
    private static boolean comes(AppointmentParticipantComponent participant) {
        return participant.getStatus() == ParticipationStatus.ACCEPTED
                || participant.getRequired() == ParticipantRequired.INFORMATIONONLY;
    }

    static boolean isPatient(Reference actor) {
        return "Patient".equals(actor.getType())
                || "Patient".equals(actor.getReferenceElement().getResourceType());
    }

    private static Decision request(MedicationRequest request) {
        MedicationRequestStatus status = request.getStatus();
        if (status == MedicationRequestStatus.ACTIVE) {
            return new Decision.Nothing();
        }
        if (status != MedicationRequestStatus.ONHOLD && status != MedicationRequestStatus.DRAFT) {
            return overtaken("medication request", status == null ? "" : status.toCode());
        }
        request.setStatus(MedicationRequestStatus.ACTIVE);
        request.setStatusReason(null);
        return new Decision.Write(request);
    }

    private static Decision task(Task task, ChallengeState end) {
        TaskStatus wanted = switch (end) {
            case VERIFIED -> TaskStatus.COMPLETED;
            case LOCKED, CANCELLED -> TaskStatus.REJECTED;
            case EXPIRED, UNDELIVERED -> TaskStatus.FAILED;
            case OPEN, SUPERSEDED -> throw new IllegalArgumentException(end + " ends no task");
        };
        TaskStatus status = task.getStatus();
        if (status == wanted) {
            return new Decision.Nothing();
        }
        if (status != null && OVER.contains(status)) {
            return overtaken("task", status.toCode());
        }
        task.setStatus(wanted);
        task.setBusinessStatus(new CodeableConcept(businessStatus(end)));
        return new Decision.Write(task);
    }

    /** The end of the challenge in the words of our CodeSystem. */
    private static Coding businessStatus(ChallengeState end) {
        return switch (end) {
            case VERIFIED -> new Coding(EVENTS, "code-verified", "Code verified");
            case LOCKED -> new Coding(EVENTS, "challenge-locked", "Challenge locked");
            case EXPIRED -> new Coding(EVENTS, "challenge-expired", "Challenge expired");
            case CANCELLED -> new Coding(EVENTS, "challenge-cancelled", "Challenge cancelled");
            case UNDELIVERED -> new Coding(EVENTS, "code-undelivered", "Code undelivered");
            case OPEN, SUPERSEDED -> throw new IllegalArgumentException(end + " ends no task");
        };
    }

    private static Decision overtaken(String what, String status) {
        return new Decision.Overtaken("The " + what + " is " + (status.isEmpty() ? "without status" : status));
    }
}
