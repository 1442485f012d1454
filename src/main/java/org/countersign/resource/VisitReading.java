package org.countersign.resource;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.platform.Sensitive;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;

/** FHIR R4 Encounter of class VR, a visit by video: as ADT^A04 with PV1-2 V and the same visit number. */
final class VisitReading {

    /** ActCode of HL7 v3, to which R4 binds Encounter.class. */
    private static final String VIRTUAL = "VR";

    private VisitReading() {}

    static Reading read(Encounter visit) {
        if (!VIRTUAL.equals(visit.getClass_().getCode())) {
            return Reading.other("Encounter of another class than VR (virtual) asks for no challenge");
        }
        EncounterStatus status = Optional.ofNullable(visit.getStatus()).orElse(EncounterStatus.NULL);
        return switch (status) {
            case PLANNED -> reading(visit, start(visit), come(visit));
            // It is now, so it has no start to wait for.
            case ARRIVED, TRIAGED -> reading(visit, Optional.empty(), come(visit));
            case CANCELLED, ENTEREDINERROR -> reading(visit, Optional.empty(), Change.CANCELLED);
            case FINISHED -> reading(visit, Optional.empty(), Change.DONE);
            case INPROGRESS, ONLEAVE, UNKNOWN, NULL -> Reading.other("Encounter in this state asks for no challenge");
        };
    }

    private static Change come(Encounter visit) {
        return Versions.isFirst(visit) ? Change.NEW : Change.CHANGED;
    }

    private static Reading reading(Encounter visit, Optional<Instant> start, Change change) {
        ClinicalAct act = new ClinicalAct.Appointment(
                "",
                Identifiers.naming(visit.getIdentifier(), "VN", "", visit),
                start,
                visit.hasStatus() ? visit.getStatus().toCode() : "",
                place(visit),
                Sensitive.of(service(visit)),
                Sensitive.of(types(visit)),
                true);
        return new Reading(act, change, Optional.of(visit.getSubject()));
    }

    private static Optional<Instant> start(Encounter visit) {
        return Optional.ofNullable(visit.getPeriod().getStart()).map(Date::toInstant);
    }

    private static String place(Encounter visit) {
        return visit.getLocation().stream()
                .map(location -> location.getLocation().getDisplay())
                .filter(name -> name != null && !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String service(Encounter visit) {
        return Stream.concat(Stream.of(visit.getServiceType()), visit.getType().stream())
                .map(Concepts::display)
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static List<String> types(Encounter visit) {
        Stream<CodeableConcept> concepts = Stream.concat(visit.getType().stream(), Stream.of(visit.getServiceType()));
        return Concepts.codes(
                Stream.concat(Stream.of(visit.getClass_()), concepts.flatMap(one -> one.getCoding().stream())));
    }
}
