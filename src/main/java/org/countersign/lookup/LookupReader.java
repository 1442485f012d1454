package org.countersign.lookup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.countersign.channel.KameletFile;
import org.countersign.lookup.Lookup.Otherwise;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.OperationalException;
import org.springframework.boot.convert.DurationStyle;

/** Reads what a lookup's Kamelet file says of itself, together with its settings. */
final class LookupReader {

    private static final String DEFAULT_LIMIT = "2s";
    private static final Duration SHORTEST = Duration.ofMillis(50);

    /** Longer than this no pharmacist at a counter waits. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final KameletFile file;
    private final String name;
    private final ChannelSettings settings;

    private LookupReader(KameletFile file, ChannelSettings settings) {
        this.file = file;
        this.name = file.name("lookup-");
        this.settings = settings;
    }

    /** @throws OperationalException with file:line and what is wrong there, or with a setting of it */
    static Lookup read(Path path, ChannelSettings settings) {
        return new LookupReader(KameletFile.read(path), settings).lookup();
    }

    private Lookup lookup() {
        List<String> needs = file.list("needs");
        needs.forEach(word -> file.chosen("needs", word, List.of("since"), known -> known));
        return new Lookup(
                name,
                file.title(),
                file.transports(),
                file.list("requires"),
                needs.contains("since"),
                limit(),
                otherwise("on-failure"),
                otherwise("on-unknown"));
    }

    private Otherwise otherwise(String key) {
        Otherwise shipped = file.chosen(key, Arrays.asList(Otherwise.values()), Otherwise::code);
        return settings.find(name, key).map(word -> set(key, word)).orElse(shipped);
    }

    private Otherwise set(String key, String word) {
        return Arrays.stream(Otherwise.values())
                .filter(value -> value.code().equals(word))
                .findFirst()
                .orElseThrow(() -> wrong(key, word, "must be one of send, refuse"));
    }

    private Duration limit() {
        String word = settings.find(name, "limit").orElse(DEFAULT_LIMIT);
        return parsed(word)
                .filter(limit -> limit.compareTo(SHORTEST) >= 0 && limit.compareTo(LONGEST) <= 0)
                .orElseThrow(() -> wrong("limit", word, "must be a time from 50ms to 10s"));
    }

    private static Optional<Duration> parsed(String word) {
        try {
            return Optional.of(DurationStyle.detectAndParse(word));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private OperationalException wrong(String key, String word, String must) {
        return file.wrong("name", settings.key(name, key) + " is '" + word + "' and " + must);
    }
}
