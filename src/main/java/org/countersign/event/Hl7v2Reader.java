package org.countersign.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.countersign.event.ClinicalEvent.Change;

/**
 * Reads a message into the events it tells of. Goes by segments and by MSH-9.1 and 9.2 alone: MSH-9.3 is wrong in many
 * messages, and structures vary. Never throws; what is missing is empty. Thread-safe.
 */
public final class Hl7v2Reader {

    private static final int TABLE_VALUE = 103;

    private final PersonReader persons;

    /** A reader that knows the common codes of consents alone. */
    public Hl7v2Reader() {
        this(ConsentCodes.common());
    }

    /** @param consents which consents are about being written to */
    public Hl7v2Reader(ConsentCodes consents) {
        this.persons = new PersonReader(consents);
    }

    /**
     * Reads one message.
     *
     * @param message one frame's content, as received
     * @param site what the feed knows and the message does not say
     */
    public ReadResult read(byte[] message, Site site) {
        Envelope envelope = MessageHeaderReader.read(message);
        if (envelope.problem().isPresent()) {
            return envelope.problem().get();
        }
        MessageHeader header = envelope.header();
        if (MessageCharset.isUnframeable(header.charset())) {
            return new ReadResult.Unreadable("MSH-18 names a charset that MLLP cannot carry", TABLE_VALUE);
        }
        String text = MessageCharset.decode(message, header.charset(), site.charset());
        Hl7v2Message segments = Hl7v2Message.of(text, header.delimiters());
        return new ReadResult.Events(events(segments, header, site));
    }

    /** Types of messages that may merge records. */
    public static Set<String> merges() {
        return RegistrationReader.MERGES;
    }

    /** Whether a message of {@code type}, as {@code ADT^A40}, may merge records. */
    public static boolean merges(String type) {
        return RegistrationReader.MERGES.contains(type);
    }

    private List<ClinicalEvent> events(Hl7v2Message message, MessageHeader header, Site site) {
        if (RegistrationReader.MERGES.contains(header.type())) {
            return merges(message, header, site);
        }
        Optional<Person> person = message.first("PID").flatMap(pid -> persons.read(pid, message, site));
        return switch (header.type()) {
            case "SIU^S12", "SIU^S13", "SIU^S14", "SIU^S15", "SIU^S17", "SIU^S26" ->
                List.of(appointment(message, header, person, site));
            case "RDE^O11", "RDE^O25", "ORM^O01", "OMP^O09", "RDS^O13" ->
                events(site, header, person, OrderReader.orders(message, header));
            case "ORU^R01" -> events(site, header, person, ResultReader.results(message, header, site));
            case "DFT^P03", "DFT^P11" -> events(site, header, person, BillReader.charges(message, header));
            case "BAR^P01" -> events(site, header, person, List.of(BillReader.account(message)));
            case "ADT^A01", "ADT^A04", "ADT^A08", "ADT^A11", "ADT^A28", "ADT^A29", "ADT^A31" ->
                events(site, header, person, RegistrationReader.occurrences(message, header.triggerEvent(), person));
            default -> List.of(other(header, person, site, "asks for no challenge"));
        };
    }

    private static List<ClinicalEvent> events(
            Site site, MessageHeader header, Optional<Person> person, List<Occurrence> occurrences) {
        return occurrences.stream()
                .map(one -> event(site, header, person, one.act(), one.change()))
                .toList();
    }

    /** One event for each group, with the person whose record stays. */
    private List<ClinicalEvent> merges(Hl7v2Message message, MessageHeader header, Site site) {
        List<ClinicalEvent> events = new ArrayList<>();
        for (Hl7v2Message group : RegistrationReader.mergeGroups(message)) {
            Optional<Person> person = group.first("PID").flatMap(pid -> persons.read(pid, group, site));
            Occurrence merge = RegistrationReader.merge(group.first("MRG").orElseThrow());
            events.add(event(site, header, person, merge.act(), merge.change()));
        }
        return events.isEmpty()
                ? List.of(other(header, Optional.empty(), site, "holds no PID with an MRG segment"))
                : events;
    }

    private static ClinicalEvent appointment(
            Hl7v2Message message, MessageHeader header, Optional<Person> person, Site site) {
        return message.first("SCH")
                .map(sch -> AppointmentReader.act(message, sch, site))
                .map(act -> event(site, header, person, act, AppointmentReader.change(header.triggerEvent(), act)))
                .orElseGet(() -> other(header, person, site, "holds no SCH segment"));
    }

    private static ClinicalEvent other(MessageHeader header, Optional<Person> person, Site site, String why) {
        String type = header.type().matches("[A-Z0-9]{3}\\^[A-Z0-9]{0,3}") ? header.type() : "The message";
        return event(site, header, person, new ClinicalAct.Other(type + " " + why), Change.NONE);
    }

    private static ClinicalEvent event(
            Site site, MessageHeader header, Optional<Person> person, ClinicalAct act, Change change) {
        boolean production = !header.processingId().equalsIgnoreCase("T")
                && !header.processingId().equalsIgnoreCase("D");
        return new ClinicalEvent(site, header.type(), production, person, act, change);
    }
}
