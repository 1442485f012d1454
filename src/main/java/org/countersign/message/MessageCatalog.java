package org.countersign.message;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.countersign.policy.SpokenLanguages;

/**
 * The languages that the hub speaks, each one file, read and checked when it is first spoken. A language that it does
 * not speak gets English.
 */
public final class MessageCatalog implements SpokenLanguages {

    private static final String FALLBACK = "en";

    /** The files shipped, by their tags of BCP 47. */
    private static final List<String> TAGS = List.of(
            "af",
            "ar",
            "bg",
            "bn",
            "ca",
            "cs",
            "da",
            "de",
            "de-CH",
            "el",
            "en",
            "en-001",
            "es",
            "es-MX",
            "es-US",
            "et",
            "fa",
            "fi",
            "fil",
            "fr",
            "fr-CA",
            "he",
            "hi",
            "hr",
            "hu",
            "id",
            "is",
            "it",
            "ja",
            "ko",
            "lt",
            "lv",
            "ms",
            "nb",
            "nl",
            "pl",
            "pt",
            "pt-PT",
            "ro",
            "ru",
            "sk",
            "sl",
            "sq",
            "sr",
            "sr-Latn",
            "sv",
            "sw",
            "ta",
            "th",
            "tr",
            "uk",
            "ur",
            "vi",
            "zh",
            "zh-Hant",
            "zh-Hant-HK");

    private final Map<String, String> tags = new TreeMap<>();
    private final Map<String, Language> read = new ConcurrentHashMap<>();

    private MessageCatalog() {
        TAGS.forEach(tag -> tags.put(LanguageRanges.key(tag), tag));
    }

    /** The languages that are shipped. */
    public static MessageCatalog shipped() {
        return new MessageCatalog();
    }

    /** BCP 47 tags of the files, in order. */
    public SortedSet<String> tags() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(TAGS));
    }

    @Override
    public boolean speaks(Locale locale) {
        return find(locale).isPresent();
    }

    /** The words for a locale, by {@link LanguageRanges}; English where there are none. */
    Language language(Locale locale) {
        return read(find(locale).orElse(FALLBACK));
    }

    /** The tag of the file that holds the words for {@code locale}, if only for its language at large. */
    public Optional<String> find(Locale locale) {
        return LanguageRanges.of(locale).stream()
                .map(tags::get)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private Language read(String tag) {
        return read.computeIfAbsent(tag, LanguageReader::read);
    }
}
