package org.countersign.channel;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.countersign.platform.OperationalException;

/** Reads what a channel's Kamelet file says of itself. */
final class KameletReader {

    private KameletReader() {}

    /** @throws OperationalException with file:line and what is wrong there */
    static ChannelDescription read(Path path) {
        KameletFile file = KameletFile.read(path);
        String name = file.name("channel-");
        return new ChannelDescription(
                name,
                file.title(),
                file.transports(),
                file.chosen("assurance", List.of(Assurance.values()), Assurance::code),
                file.chosen("receipts", Set.of(true, false), flag -> Boolean.toString(flag)),
                file.list("requires"),
                file.setting("sender", "countersign.channels." + name + "."));
    }
}
