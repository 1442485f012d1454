package org.countersign.channel;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.countersign.message.MessageCatalog;
import org.jspecify.annotations.Nullable;

/** The voices that say a text on a call, by language: the file {@code voice/voices.yaml}. */
final class VoiceCatalog {

    private static final String FILE = "/voice/voices.yaml";
    private static final String FALLBACK = "en";

    private final Map<String, Entry> entries;
    private final Set<String> languages;

    private VoiceCatalog(Map<String, Entry> entries, Set<String> languages) {
        this.entries = entries;
        this.languages = languages;
    }

    /**
     * Who speaks.
     *
     * @param language as Twilio calls it
     * @param name of a voice, where the language alone does not choose one
     * @param press what is said before a key was pressed
     */
    record Voice(String language, Optional<String> name, String press) {}

    private record Entry(
            String language,
            @Nullable String voice,
            @Nullable List<String> also,
            String press) {}

    /** Who speaks the languages that the shipped texts are written in. */
    static VoiceCatalog shipped() {
        return read(MessageCatalog.shipped().tags().stream()
                .map(tag -> Locale.forLanguageTag(tag).getLanguage())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** @param languages that texts are written in (ISO 639); all others are written in English */
    static VoiceCatalog read(Set<String> languages) {
        try (InputStream in = VoiceCatalog.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("The voices " + FILE + " are missing");
            }
            return new VoiceCatalog(new YAMLMapper().readValue(in, new TypeReference<>() {}), languages);
        } catch (IOException e) {
            throw new UncheckedIOException("The voices " + FILE + " cannot be read", e);
        }
    }

    /** Who says the text that was written for {@code locale}; empty when nobody speaks its language. */
    Optional<Voice> find(Locale locale) {
        String language = languages.contains(locale.getLanguage()) ? locale.getLanguage() : FALLBACK;
        return Optional.ofNullable(entries.get(language)).map(entry -> {
            boolean regional = entry.also() != null && entry.also().contains(locale.toLanguageTag());
            return new Voice(
                    regional ? locale.toLanguageTag() : entry.language(),
                    Optional.ofNullable(entry.voice()),
                    entry.press());
        });
    }
}
