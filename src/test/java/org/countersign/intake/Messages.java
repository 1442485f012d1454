package org.countersign.intake;

import java.util.Locale;

/** Messages to send. */
final class Messages {

    private Messages() {}

    /** A booking of patient {@code patient} for the appointment {@code appointment}, in a year from now. */
    static String booking(String controlId, String patient, String appointment) {
        return siu("S12", controlId, patient, appointment, "20270601090000");
    }

    static String siu(String trigger, String controlId, String patient, String appointment, String start) {
        return String.format(
                Locale.ROOT,
                "MSH|^~\\&|SCHED|GOOD|HUB|HERE|20260601120000||SIU^%s^SIU_S12|%s|P|2.5.1\r"
                        + "SCH|%s|%s|||||||||^^^%s\r"
                        + "PID|1||%s^^^GOOD^MR||Everywoman^Ada||19700101|F|||||^PRN^CP^^1^608^5550100\r",
                trigger,
                controlId,
                appointment,
                appointment,
                start,
                patient);
    }
}
