package org.countersign.intake;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.countersign.event.Hl7v2Reader;
import org.countersign.event.ReadResult;
import org.countersign.event.ReadResult.Unreadable;
import org.countersign.platform.KeyRing;
import org.countersign.resource.FhirReader;

/** Reads the bytes of a row with the settings that its feed has today. */
final class StoredMessageReader {

    private static final int INTERNAL = 207;

    private final FeedCatalog feeds;
    private final Hl7v2Reader reader;
    private final FhirReader resources;
    private final EventWork work;
    private final KeyRing keys;

    StoredMessageReader(FeedCatalog feeds, Hl7v2Reader reader, FhirReader resources, EventWork work, KeyRing keys) {
        this.feeds = feeds;
        this.reader = reader;
        this.resources = resources;
        this.work = work;
        this.keys = keys;
    }

    byte[] open(ReplayRowStore.Row row) {
        return keys.open(row.raw());
    }

    ReadResult read(ReplayRowStore.Row row) {
        return read(open(row), row.feed(), row.format());
    }

    /** Reads a message that came as HL7 v2. */
    ReadResult read(byte[] message, String feed) {
        return read(message, feed, MessageFormat.HL7V2);
    }

    private ReadResult read(byte[] message, String feed, MessageFormat format) {
        return switch (parse(message, feed, format)) {
            case ReadResult.Unreadable unreadable -> unreadable;
            case ReadResult.Events read -> new ReadResult.Events(work.resolve(read.events()));
        };
    }

    private ReadResult parse(byte[] message, String feed, MessageFormat format) {
        return feeds.findSite(feed)
                .map(site -> switch (format) {
                    case HL7V2 -> reader.read(message, site);
                    case FHIR -> resources.read(message, site);
                })
                .orElseGet(() -> new Unreadable("The feed " + feed + " is not configured any more", INTERNAL));
    }

    /** Whether the message is about an act that one of {@code others} is about, too. */
    Optional<ReplayRowStore.Row> findAboutSameAct(ReadResult message, List<ReplayRowStore.Row> others) {
        Set<String> acts = acts(message);
        return others.stream()
                .filter(other -> acts(read(other)).stream().anyMatch(acts::contains))
                .findFirst();
    }

    private static Set<String> acts(ReadResult message) {
        return message instanceof ReadResult.Events read
                ? read.events().stream()
                        .map(event -> event.act().reference())
                        .filter(reference -> !reference.isEmpty())
                        .collect(Collectors.toSet())
                : Set.of();
    }
}
