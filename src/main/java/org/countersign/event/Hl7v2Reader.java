package org.countersign.event;

import java.util.List;
import java.util.Optional;
import org.countersign.event.ClinicalEvent.Change;

/**
 * Reads a message into the events it tells of. Goes by segments and by MSH-9.1 and 9.2 alone: MSH-9.3 is wrong in many
 * messages, and structures vary. Never throws; what is missing is empty. Thread-safe.
 */
public final class Hl7v2Reader {

    private static final int TABLE_VALUE = 103;

    private final PersonReader persons = new PersonReader();

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
        Optional<Person> person = segments.first("PID").flatMap(pid -> persons.read(pid, site));
        return new ReadResult.Events(events(segments, header, person, site));
    }

    private static List<ClinicalEvent> events(
            Hl7v2Message message, MessageHeader header, Optional<Person> person, Site site) {
        return switch (header.type()) {
            case "SIU^S12", "SIU^S13", "SIU^S14", "SIU^S15", "SIU^S17", "SIU^S26" ->
                List.of(appointment(message, header, person, site));
            case "RDE^O11", "RDE^O25", "ORM^O01", "OMP^O09" ->
                OrderReader.orders(message, header).stream()
                        .map(order -> event(site, header, person, order.act(), order.change()))
                        .toList();
            default -> List.of(other(header, person, site, "asks for no challenge"));
        };
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
