package org.countersign.event;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/** What Jazzer feeds: any bytes are read by both readers, which agree on whether they are a message. */
public final class MessageFuzz {

    private static final Site SITE =
            new Site("fuzz", "Clinic", ZoneId.of("Etc/UTC"), "US", StandardCharsets.ISO_8859_1);
    private static final Hl7v2Reader READER = new Hl7v2Reader();

    private MessageFuzz() {}

    /** Jazzer's entry point, by its name. */
    public static void fuzzerTestOneInput(byte[] data) {
        Envelope envelope = MessageHeaderReader.read(data);
        ReadResult result = READER.read(data, SITE);
        if (envelope.problem().isPresent() && result instanceof ReadResult.Events) {
            throw new AssertionError("Read although it would not be taken: "
                    + envelope.problem().get().problem());
        }
        if (result instanceof ReadResult.Events events && events.events().size() > 1 + data.length) {
            throw new AssertionError("More events than bytes");
        }
    }
}
