package org.countersign.testing;

/** Messages as EHRs send them, with the parts that tests vary. */
public final class Hl7Messages {

    private Hl7Messages() {}

    /**
     * A patient to be reached.
     *
     * @param number ten digits of a number in the United States; empty for none
     * @param email may be empty
     */
    public record Patient(String id, String family, String number, String email) {

        String pid() {
            String phone = number.isEmpty() ? "" : "^PRN^CP^^^" + number.substring(0, 3) + "^" + number.substring(3);
            String mail = email.isEmpty() ? "" : "^NET^Internet^" + email;
            String telecom = phone + (phone.isEmpty() || mail.isEmpty() ? "" : "~") + mail;
            return "PID|1||" + id + "^^^RIVERSIDE^MR||" + family + "^Maja||19840219|F|||||" + telecom + "||eng\r";
        }
    }

    /** SIU of the trigger event, for appointment {@code filler} at {@code start} (YYYYMMDDHHMM). */
    public static String siu(String trigger, String controlId, String filler, String start, Patient patient) {
        return "MSH|^~\\&|SCHEDULING|RIVERSIDE CLINIC|COUNTERSIGN|HUB|20261124090500||SIU^" + trigger + "^SIU_S12|"
                + controlId + "|P|2.5.1\r"
                + "SCH||" + filler + "|||||||30|min|^^^" + start + "00||||||||||||||Booked\r"
                + patient.pid()
                + "RGS|1\rAIS|1||EYE^Eye examination^L|" + start + "00|||30|min\r"
                + "AIL|1||Room 4^^^Riverside Clinic\r";
    }

    /** RDE^O25 that asks for a refill of {@code prescription}. */
    public static String refill(String controlId, String prescription, String quantity, Patient patient) {
        return "MSH|^~\\&|PHARMACY|RIVERSIDE PHARMACY|COUNTERSIGN|HUB|20261124103000||RDE^O25^RDE_O11|" + controlId
                + "|P|2.5.1\r"
                + patient.pid()
                + "ORC|RF|P-" + prescription + "^EHR|F-" + prescription + "^PHARMACY\r"
                + "RXE||861007^metformin hydrochloride 500 MG^RXNORM|1||TAB^tablet|||||" + quantity
                + "|TAB^tablet|3|||" + prescription + "|2\r";
    }
}
