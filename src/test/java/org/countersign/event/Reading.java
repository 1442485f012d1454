package org.countersign.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Reads messages that hold just what a test is about. */
final class Reading {

    private static final Hl7v2Reader READER = new Hl7v2Reader();

    private Reading() {}

    /** The events of a message of {@code type} with {@code segments} after MSH. */
    static List<ClinicalEvent> events(Site site, String type, String... segments) {
        String msh = "MSH|^~\\&|A|CLINIC|C|D|2026||" + type + "|1|P|2.5.1||||||UNICODE UTF-8";
        byte[] message = String.join(
                        "\r",
                        Stream.concat(Stream.of(msh), Arrays.stream(segments)).toList())
                .getBytes(StandardCharsets.UTF_8);
        return ((ReadResult.Events) READER.read(message, site)).events();
    }

    static ClinicalEvent event(String type, String... segments) {
        return events(Samples.SITE, type, segments).getFirst();
    }

    /** The person of PID with these fields, given as {@code number=text}; PID-3 is there already. */
    static Person person(String... fields) {
        String[] pid = new String[41];
        Arrays.fill(pid, "");
        pid[0] = "PID";
        pid[3] = "7^^^X^MR";
        for (String field : fields) {
            int equals = field.indexOf('=');
            pid[Integer.parseInt(field.substring(0, equals))] = field.substring(equals + 1);
        }
        return event("ADT^A04", String.join("|", pid)).person().orElseThrow();
    }
}
