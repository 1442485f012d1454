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
import java.util.function.Function;
import org.countersign.message.MessageCatalog;
import org.jspecify.annotations.Nullable;

/**
 * The voices that say a text on a call: the file {@code voice/voices.yaml}, by the tag of the words that are said, or else
 * by its language.
 */
final class VoiceCatalog {

    private static final String FILE = "/voice/voices.yaml";
    private static final String FALLBACK = "en";

    private final Map<String, Entry> entries;
    private final Function<Locale, Optional<String>> words;

    private VoiceCatalog(Map<String, Entry> entries, Function<Locale, Optional<String>> words) {
        this.entries = entries;
        this.words = words;
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

    /** Who speaks what the shipped texts are written in. */
    static VoiceCatalog shipped() {
        return read(MessageCatalog.shipped()::find);
    }

    /** @param words tag of the words that are written for a locale; where there are none, it is written to in English */
    static VoiceCatalog read(Function<Locale, Optional<String>> words) {
        try (InputStream in = VoiceCatalog.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("The voices " + FILE + " are missing");
            }
            return new VoiceCatalog(new YAMLMapper().readValue(in, new TypeReference<>() {}), words);
        } catch (IOException e) {
            throw new UncheckedIOException("The voices " + FILE + " cannot be read", e);
        }
    }

    /** Who says the text that was written for {@code locale}; empty when nobody speaks its language. */
    Optional<Voice> find(Locale locale) {
        String tag = words.apply(locale).orElse(FALLBACK);
        Entry exact = entries.get(tag);
        Entry found = exact == null ? entries.get(Locale.forLanguageTag(tag).getLanguage()) : exact;
        return Optional.ofNullable(found).map(entry -> {
            boolean regional = entry.also() != null && entry.also().contains(locale.toLanguageTag());
            return new Voice(
                    regional ? locale.toLanguageTag() : entry.language(),
                    Optional.ofNullable(entry.voice()),
                    entry.press());
        });
    }
}
