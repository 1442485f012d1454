package org.countersign.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.countersign.event.ClinicalEvent.Change;

/** ADT: records made, changed, deleted and merged, and visits without an appointment (HL7 v2.5.1 §3.3). */
final class RegistrationReader {

    /**
     * Triggers by which the identifiers in MRG-1 give way to those of PID: of a person (A30, A39), of a patient (A18,
     * A34, A36, A40), and changes of the identifier itself (A46, A47).
     */
    static final Set<String> MERGES =
            Set.of("ADT^A18", "ADT^A30", "ADT^A34", "ADT^A36", "ADT^A39", "ADT^A40", "ADT^A46", "ADT^A47");

    /** PV1-2 of a visit by video. Table 0004 is each site's own; this is how those write it that have one. */
    private static final String VIRTUAL = "V";

    private RegistrationReader() {}

    static List<Occurrence> occurrences(Hl7v2Message message, String trigger, Optional<Person> person) {
        Optional<Segment> visit =
                message.first("PV1").filter(pv1 -> pv1.value(2).equals(VIRTUAL));
        return switch (trigger) {
            case "A04" ->
                visit.map(pv1 -> List.of(
                                new Occurrence(AppointmentReader.visit(pv1), Change.NEW), record(person, Change.NONE)))
                        .orElseGet(() -> List.of(record(person, Change.NEW)));
            case "A01", "A28" -> List.of(record(person, Change.NEW));
            case "A08", "A31" -> List.of(record(person, Change.CHANGED));
            case "A29" -> List.of(record(person, Change.NONE));
            case "A11" ->
                List.of(visit.map(pv1 -> new Occurrence(AppointmentReader.visit(pv1), Change.CANCELLED))
                        .orElseGet(() -> Occurrence.other("ADT^A11 of no visit by video asks for no challenge")));
            default -> List.of(Occurrence.other("ADT^" + trigger + " asks for no challenge"));
        };
    }

    private static Occurrence record(Optional<Person> person, Change change) {
        List<Telecom> telecoms = person.map(Person::telecoms).orElse(List.of());
        return new Occurrence(new ClinicalAct.Registration(ClinicalAct.Registration.contacts(telecoms)), change);
    }

    /** The groups of PID and MRG of a merge: the standard lets a message hold many. */
    static List<Hl7v2Message> mergeGroups(Hl7v2Message message) {
        List<Hl7v2Message> groups = new ArrayList<>();
        Optional<Segment> pid = Optional.empty();
        for (Segment segment : message.segments()) {
            if (segment.name().equals("PID")) {
                pid = Optional.of(segment);
            } else if (segment.name().equals("MRG") && pid.isPresent()) {
                groups.add(new Hl7v2Message(List.of(pid.get(), segment)));
            }
        }
        return groups;
    }

    static Occurrence merge(Segment mrg) {
        List<Person.Identifier> absorbed = PersonReader.identifiers(mrg, 1);
        if (absorbed.isEmpty()) {
            absorbed = PersonReader.identifiers(mrg, 4);
        }
        return absorbed.isEmpty()
                ? Occurrence.other("the merge names no identifier in MRG-1")
                : new Occurrence(new ClinicalAct.Merge(absorbed), Change.NONE);
    }
}
