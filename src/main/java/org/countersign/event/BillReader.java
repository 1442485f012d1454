package org.countersign.event;

import java.util.List;
import java.util.stream.Stream;
import org.countersign.event.ClinicalEvent.Change;

/** DFT^P03 and P11: each FT1 on its own (HL7 v2.5.1 §6.5.1); BAR^P01: the account that was opened. */
final class BillReader {

    private BillReader() {}

    static List<Occurrence> charges(Hl7v2Message message, MessageHeader header) {
        List<Occurrence> all =
                message.all("FT1").map(ft1 -> charge(ft1, message)).toList();
        return Occurrence.relevant(all, header.type() + " holds no FT1 segment");
    }

    static Occurrence account(Hl7v2Message message) {
        return new Occurrence(bill("", message, ""), Change.NEW);
    }

    /** FT1-6 (table 0017): CG and CD are what is to be paid, CR reverses; payments and adjustments ask for nothing. */
    private static Occurrence charge(Segment ft1, Hl7v2Message message) {
        String type = ft1.value(6);
        String amount = Stream.of(ft1.first(11), ft1.first(12))
                .map(BillReader::money)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        ClinicalAct.Bill bill = bill(ft1.value(2), message, amount);
        return switch (type) {
            case "CR" -> new Occurrence(bill, Change.CANCELLED);
            case "", "CG", "CD" ->
                amount.isEmpty()
                        ? Occurrence.other("a charge without an amount (FT1-11, FT1-12) asks for no challenge")
                        : new Occurrence(bill, Change.NEW);
            default ->
                Occurrence.other("transaction type " + (type.matches("[A-Z]{2}") ? type : "(unknown)")
                        + " asks for no challenge");
        };
    }

    private static ClinicalAct.Bill bill(String transaction, Hl7v2Message message, String amount) {
        return new ClinicalAct.Bill(
                transaction,
                message.first("PID").map(pid -> pid.value(18)).orElse(""),
                message.first("PV1").map(pv1 -> pv1.value(19)).orElse(""),
                amount);
    }

    /** A price (CP) as its amount and currency, MO being its first component. */
    private static String money(Segment.Repetition price) {
        String amount = price.component(1);
        return amount.isEmpty() ? "" : (amount + " " + price.subcomponent(1, 2)).strip();
    }
}
