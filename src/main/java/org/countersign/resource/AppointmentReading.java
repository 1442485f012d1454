package org.countersign.resource;

import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.platform.Sensitive;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentParticipantComponent;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Reference;

/** FHIR R4 Appointment. Its logical id names the act. */
final class AppointmentReading {

    private AppointmentReading() {}

    static Reading read(Appointment appointment) {
        ClinicalAct act = new ClinicalAct.Appointment(
                "",
                appointment.getIdElement().getIdPart(),
                Optional.ofNullable(appointment.getStart()).map(Date::toInstant),
                appointment.hasStatus() ? appointment.getStatus().toCode() : "",
                location(appointment),
                Sensitive.of(service(appointment)),
                Sensitive.of(types(appointment)),
                false);
        return new Reading(act, change(appointment), patient(appointment));
    }

    /** The participant that is a patient; the place where checks point to. */
    static Optional<Reference> patient(Appointment appointment) {
        return actors(appointment)
                .filter(actor -> Companions.isOf(actor, "Patient"))
                .findFirst();
    }

    /** {@code booked} asks too: the patient confirms what the EHR has booked. */
    private static Change change(Appointment appointment) {
        return switch (Optional.ofNullable(appointment.getStatus()).orElse(AppointmentStatus.NULL)) {
            case PROPOSED, PENDING, BOOKED -> Versions.isFirst(appointment) ? Change.NEW : Change.CHANGED;
            case CANCELLED, NOSHOW, ENTEREDINERROR -> Change.CANCELLED;
            case ARRIVED, FULFILLED, CHECKEDIN, WAITLIST, NULL -> Change.NONE;
        };
    }

    private static Stream<Reference> actors(Appointment appointment) {
        return appointment.getParticipant().stream()
                .filter(AppointmentParticipantComponent::hasActor)
                .map(AppointmentParticipantComponent::getActor);
    }

    private static String location(Appointment appointment) {
        return actors(appointment)
                .filter(actor -> Companions.isOf(actor, "Location"))
                .map(actor -> actor.hasDisplay() ? actor.getDisplay() : actor.getReference())
                .filter(name -> name != null && !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String service(Appointment appointment) {
        return Stream.of(
                        appointment.getServiceType(),
                        List.of(appointment.getAppointmentType()),
                        appointment.getSpecialty())
                .flatMap(List::stream)
                .map(Concepts::display)
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static List<String> types(Appointment appointment) {
        return Concepts.codes(Stream.of(
                        appointment.getServiceCategory(),
                        appointment.getServiceType(),
                        List.of(appointment.getAppointmentType()))
                .flatMap(List::stream)
                .flatMap(concept -> concept.getCoding().stream()));
    }
}
