package org.countersign.event;

import java.time.Instant;
import java.util.List;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.platform.Sensitive;

/**
 * ORU^R01: each observation group (OBR) on its own (HL7 v2.5.1 §7.4.1). Only a final or corrected result is released;
 * ORU^R30 to R32 are how devices at the bedside report, before anybody looked.
 */
final class ResultReader {

    private ResultReader() {}

    static List<Occurrence> results(Hl7v2Message message, MessageHeader header, Site site) {
        List<Occurrence> all = message.all("OBR").map(obr -> result(obr, site)).toList();
        return Occurrence.relevant(all, header.type() + " holds no OBR segment");
    }

    private static Occurrence result(Segment obr, Site site) {
        String status = obr.value(25);
        var act = new ClinicalAct.Result(
                obr.value(2),
                obr.value(3),
                status,
                Sensitive.of(obr.first(4).display()),
                reported(obr.value(22), site));
        return switch (status) {
            case "F" -> new Occurrence(act, Change.NEW);
            case "C" -> new Occurrence(act, Change.CHANGED);
            case "X" -> new Occurrence(act, Change.CANCELLED);
            default ->
                Occurrence.other("result status " + (status.matches("[A-Z]") ? status : "(unknown)")
                        + " is not final: nothing is released");
        };
    }

    /** The moment, which FHIR writes in another way than v2 does. */
    private static String reported(String time, Site site) {
        return Hl7Times.instant(time, site.zone()).map(Instant::toString).orElse(time);
    }
}
