package org.countersign.message;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The languages that the hub speaks, each one file. A language that it does not speak gets English. */
public final class MessageCatalog {

    /** The files shipped; ISO 639 codes. */
    private static final Set<String> LANGUAGES = Set.of("ar", "de", "en", "es", "fr", "id", "it", "nl", "pt", "zh");

    private static final String FALLBACK = "en";

    private final Map<String, MessageTexts> texts;

    private MessageCatalog(Map<String, MessageTexts> texts) {
        this.texts = texts;
    }

    /**
     * Reads and checks every language.
     *
     * @throws IllegalArgumentException when a text lacks a part
     */
    public static MessageCatalog read() {
        ObjectReader reader = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .build()
                .readerFor(MessageTexts.class);
        Map<String, MessageTexts> texts = new TreeMap<>();
        for (String language : LANGUAGES) {
            texts.put(language, read(reader, "/messages/" + language + ".yaml"));
        }
        return new MessageCatalog(texts);
    }

    private static MessageTexts read(ObjectReader reader, String file) {
        try (InputStream in = MessageCatalog.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("The texts " + file + " are missing");
            }
            return reader.readValue(in);
        } catch (IOException e) {
            throw new UncheckedIOException("The texts " + file + " cannot be read", e);
        }
    }

    /** ISO 639 codes of the languages, in order. */
    public Set<String> languages() {
        return texts.keySet();
    }

    MessageTexts texts(Locale locale) {
        MessageTexts spoken = texts.get(locale.getLanguage());
        return spoken != null ? spoken : Objects.requireNonNull(texts.get(FALLBACK));
    }
}
