package org.countersign.archive;

import java.util.Locale;

/** Messages about appointments in the year 2031. */
final class SiuMessages {

    static final String PATIENT_NAME = "Everywoman";
    static final String PHONE = "5550100";

    private SiuMessages() {}

    static String siu(String trigger, String controlId, String patient, String appointment, String start) {
        return String.format(
                Locale.ROOT,
                "MSH|^~\\&|SCHED|GOOD|HUB|HERE|20300101100000||SIU^%s^SIU_S12|%s|P|2.5.1\r"
                        + "SCH|%s|%s|||||||||^^^%s\r"
                        + "PID|1||%s^^^GOOD^MR||" + PATIENT_NAME
                        + "^Ada||19700101|F|||1 Elm St^^Madison||^PRN^CP^^1^608^"
                        + PHONE + "\r"
                        + "NK1|1|Everywoman^Bert|SPO\rNTE|1||Call me on 608 " + PHONE + "\rZZZ|Ada's secret\r",
                trigger,
                controlId,
                appointment,
                appointment,
                start,
                patient);
    }

    /** The patient died. */
    static String death(String controlId, String patient) {
        return adt("A08", controlId, patient) + "||||||||||||||||20300101|Y\rPV1|1|O\r";
    }

    /** The record {@code patient} took in the record {@code absorbed}. */
    static String merge(String controlId, String patient, String absorbed) {
        return adt("A40", controlId, patient) + "\rMRG|" + absorbed + "^^^GOOD^MR\r";
    }

    private static String adt(String trigger, String controlId, String patient) {
        return "MSH|^~\\&|SCHED|GOOD|HUB|HERE|20300101100000||ADT^" + trigger + "|" + controlId + "|P|2.5.1\r"
                + "PID|1||" + patient + "^^^GOOD^MR||" + PATIENT_NAME + "^Ada||19700101|F|||||";
    }

    static String booking(String controlId, String patient, String appointment) {
        return siu("S12", controlId, patient, appointment, "20310601090000");
    }
}
