package org.countersign.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.platform.Sensitive;

/**
 * Pharmacy orders, each group of ORC and what follows it on its own: one message may hold a new order beside a refill
 * request. A refill is ORC-1 RF together with an RXE or RXO; RF alone is how laboratory analysers ask for work. What
 * voids a refill may be the order's number alone, so long as the group is not about anything else. A dispense (RDS) ends
 * what was asked, too: the drug is given.
 */
final class OrderReader {

    /** Order control codes (table 0119) after which what was asked is void: cancelled, discontinued, held or changed. */
    private static final Set<String> VOID = Set.of("CA", "OC", "CR", "DC", "OD", "DR", "HD", "OH", "XO", "XX");

    /** Segments that do not say what an order is for. */
    private static final Set<String> MUTE = Set.of("ORC", "TQ1", "TQ2", "NTE", "BLG");

    private OrderReader() {}

    /** The orders that concern refills, as {@link Occurrence#relevant} has them. */
    static List<Occurrence> orders(Hl7v2Message message, MessageHeader header) {
        List<Occurrence> all = groups(message).stream()
                .map(group -> order(group, message, header))
                .toList();
        return Occurrence.relevant(all, header.type() + " holds no order");
    }

    /** The group that asks for the refill named {@code reference}; no segments where none does. */
    static Hl7v2Message refill(Hl7v2Message message, MessageHeader header, String reference) {
        return groups(message).stream()
                .filter(group -> group.first("ORC").orElseThrow().value(1).equals("RF"))
                .filter(group -> order(group, message, header).act().reference().equals(reference))
                .findFirst()
                .orElseGet(() -> new Hl7v2Message(List.of()));
    }

    private static List<Hl7v2Message> groups(Hl7v2Message message) {
        List<Hl7v2Message> groups = new ArrayList<>();
        List<Segment> group = new ArrayList<>();
        for (Segment segment : message.segments()) {
            if (segment.name().equals("ORC")) {
                close(groups, group);
                group = new ArrayList<>(List.of(segment));
            } else if (!group.isEmpty()) {
                group.add(segment);
            }
        }
        close(groups, group);
        return groups;
    }

    private static void close(List<Hl7v2Message> groups, List<Segment> group) {
        if (!group.isEmpty()) {
            groups.add(new Hl7v2Message(group));
        }
    }

    private static Occurrence order(Hl7v2Message group, Hl7v2Message message, MessageHeader header) {
        Segment orc = group.first("ORC").orElseThrow();
        String control = orc.value(1);
        Optional<Segment> rxe = group.first("RXE");
        Optional<Segment> rxo = group.first("RXO");
        if (header.type().equals("RDS^O13")) {
            return dispense(orc, group);
        }
        boolean drug = rxe.isPresent() || rxo.isPresent();
        if (control.equals("RF")) {
            return drug
                    ? new Occurrence(refill(orc, rxe, rxo, pharmacy(orc, rxe, rxo, message)), Change.NEW)
                    : Occurrence.other("order control RF without RXE or RXO is no refill request");
        }
        boolean voids = VOID.contains(control) && (drug || isBare(group));
        return voids
                ? new Occurrence(refill(orc, rxe, rxo, pharmacy(orc, rxe, rxo, message)), Change.CANCELLED)
                : Occurrence.other("order control " + known(control) + " asks for no challenge");
    }

    /** Whether a group says nothing of what was ordered: OBR and the like are about something else than a drug. */
    private static boolean isBare(Hl7v2Message group) {
        return group.segments().stream().allMatch(segment -> MUTE.contains(segment.name()));
    }

    private static Occurrence dispense(Segment orc, Hl7v2Message group) {
        String prescription = group.first("RXD").map(rxd -> rxd.value(7)).orElse("");
        if (group.first("RXD").isEmpty() || VOID.contains(orc.value(1))) {
            return Occurrence.other("RDS^O13 tells of no dispense");
        }
        ClinicalAct.Refill given =
                new ClinicalAct.Refill(orc.value(2), orc.value(3), prescription, "", Sensitive.of(""), "", "", "", "");
        return new Occurrence(given, Change.DONE);
    }

    /** Only what looks like a code is repeated: the reason is kept in the open. */
    private static String known(String control) {
        return control.matches("[A-Z]{2}") ? control : "(unknown)";
    }

    private static ClinicalAct.Refill refill(
            Segment orc, Optional<Segment> rxe, Optional<Segment> rxo, String pharmacy) {
        Optional<Segment> drug = rxe.or(() -> rxo);
        if (drug.isEmpty()) {
            return new ClinicalAct.Refill(orc.value(2), orc.value(3), "", "", Sensitive.of(""), "", "", "", pharmacy);
        }
        return refill(orc, drug.get(), rxe.isPresent(), pharmacy);
    }

    private static ClinicalAct.Refill refill(Segment orc, Segment drug, boolean encoded, String pharmacy) {
        return new ClinicalAct.Refill(
                orc.value(2),
                orc.value(3),
                encoded ? drug.value(15) : "",
                drug.value(encoded ? 2 : 1),
                Sensitive.of(drug.first(encoded ? 2 : 1).display()),
                encoded ? measure(drug, 3, 5) : measure(drug, 2, 4),
                encoded ? measure(drug, 10, 11) : measure(drug, 11, 12),
                drug.value(encoded ? 16 : 13),
                pharmacy);
    }

    private static String measure(Segment segment, int amount, int unit) {
        return (segment.value(amount) + " " + segment.first(unit).display()).strip();
    }

    private static String pharmacy(Segment orc, Optional<Segment> rxe, Optional<Segment> rxo, Hl7v2Message message) {
        return java.util.stream.Stream.of(
                        orc.value(21),
                        rxe.map(segment -> segment.first(40).display()).orElse(""),
                        rxo.map(segment -> segment.first(32).display()).orElse(""),
                        message.first("MSH").map(msh -> msh.value(4)).orElse(""))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }
}
