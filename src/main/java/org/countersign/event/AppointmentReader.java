package org.countersign.event;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.platform.Sensitive;

/** SIU messages: SCH with its TQ1, AIS and AIL (HL7 v2.5.1 §10.4). */
final class AppointmentReader {

    /** Filler status codes (table 0278, and as seen) of an appointment that is not to happen. */
    private static final Set<String> OVER = Set.of("CANCELLED", "CANCELED", "DELETED", "NOSHOW", "DC", "DISCONTINUED");

    private AppointmentReader() {}

    static ClinicalAct.Appointment act(Hl7v2Message message, Segment sch, Site site) {
        return new ClinicalAct.Appointment(
                sch.value(1),
                sch.value(2),
                start(message, sch, site),
                sch.value(25),
                message.first("AIL").map(ail -> place(ail.first(3))).orElse(""),
                Sensitive.of(
                        message.first("AIS").map(ais -> ais.first(3).display()).orElse("")),
                Sensitive.of(types(message, sch)),
                false);
    }

    /** Senders say in any of these that a visit is by video: its type, a service of it, its place. */
    private static List<String> types(Hl7v2Message message, Segment sch) {
        return Stream.of(
                        Stream.of(sch.value(8)),
                        message.all("AIS").map(ais -> ais.value(3)),
                        message.all("AIL").flatMap(ail -> Stream.of(ail.value(3), ail.value(4))))
                .flatMap(codes -> codes)
                .filter(code -> !code.isEmpty())
                .distinct()
                .toList();
    }

    /** A visit that was not booked: its number is PV1-19, its type PV1-2. It is now, so it has no start to wait for. */
    static ClinicalAct.Appointment visit(Segment pv1) {
        return new ClinicalAct.Appointment(
                "",
                pv1.value(19),
                Optional.empty(),
                "",
                place(pv1.first(3)),
                Sensitive.of(pv1.first(10).display()),
                Sensitive.of(List.of(pv1.value(2))),
                true);
    }

    /** What the trigger event does, unless the appointment's status says that it is over. */
    static Change change(String triggerEvent, ClinicalAct.Appointment appointment) {
        if (OVER.contains(appointment.status().toUpperCase(Locale.ROOT))) {
            return Change.CANCELLED;
        }
        return switch (triggerEvent) {
            case "S12" -> Change.NEW;
            case "S13", "S14" -> Change.CHANGED;
            case "S15", "S17", "S26" -> Change.CANCELLED;
            default -> Change.NONE;
        };
    }

    /** Senders disagree on where the start goes: SCH-11.4 until v2.4, TQ1-7 since, AIS-4 for each service. */
    private static Optional<Instant> start(Hl7v2Message message, Segment sch, Site site) {
        return Stream.of(
                        Stream.of(sch.first(11).component(4)),
                        message.all("TQ1").map(tq1 -> tq1.value(7)),
                        message.all("AIS").map(ais -> ais.value(4)))
                .flatMap(times -> times)
                .map(time -> Hl7Times.instant(time, site.zone()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A location (PL) in words: facility, point of care, room. */
    private static String place(Segment.Repetition pl) {
        return List.of(4, 1, 2).stream()
                .map(pl::component)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
