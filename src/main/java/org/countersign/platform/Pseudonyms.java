package org.countersign.platform;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Keyed hashes that stand for a patient or a phone number where the value itself may not appear. 32 hex digits. */
public final class Pseudonyms {

    private static final int BYTES = 16;

    private final KeyRing keys;

    public Pseudonyms(KeyRing keys) {
        this.keys = keys;
    }

    /** Stands for the patient known as {@code id} (PID-3.1) to {@code authority} (PID-3.4, may be empty). */
    public String patient(String id, String authority) {
        return hash("patient", id + "^" + authority);
    }

    /** Stands for an address to send to: an E.164 number or an e-mail address in lower case. */
    public String recipient(String address) {
        return hash("recipient", address);
    }

    /** Stands for one act of one patient at one facility. */
    public String act(String facility, String reference, String patientKey) {
        return hash("act", facility + "\0" + reference + "\0" + patientKey);
    }

    /** Stands for the message that {@code sender} (MSH-3 and MSH-4) sent to {@code feed} under a control id. */
    public String message(String feed, String sender, String controlId) {
        return hash("message", feed + "\0" + sender + "\0" + controlId);
    }

    /** Stands for a request that a client of the API made: the same again has the same. */
    public String request(String body) {
        return hash("request", body);
    }

    private String hash(String kind, String value) {
        byte[] mac = keys.pseudonym((kind + "\0" + value).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac, 0, BYTES);
    }
}
