package org.countersign.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.util.ULocale;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.countersign.message.LanguageFiles;
import org.countersign.message.MessageCatalog;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.AbstractMessageSource;

/**
 * The words of the pages, in ICU MessageFormat: the files {@code pages/<tag>.yaml}, one for each language that the hub
 * speaks, read when it is first asked for. {@code #{refill.check}} in a template is {@code check} under {@code refill}.
 * Numbers are in Latin digits in every language, as the codes are. Safe for many threads.
 */
final class PageWords extends AbstractMessageSource {

    private static final String FOLDER = "pages";

    private final MessageCatalog languages;
    /** Of the files alone: a stranger may ask in any locale. */
    private final Map<Locale, String> tags;

    private final Map<String, Map<String, MessageFormat>> read = new ConcurrentHashMap<>();

    PageWords(MessageCatalog languages) {
        this.languages = languages;
        this.tags = languages.tags().stream().collect(Collectors.toMap(Locale::forLanguageTag, tag -> tag));
    }

    /** All words of one file, with what it extends, by key. */
    static Map<String, String> patterns(String tag) {
        Map<String, String> patterns = new TreeMap<>();
        LanguageFiles.read(FOLDER, tag)
                .properties()
                .forEach(section -> flatten(section.getKey(), section.getValue(), patterns));
        return patterns;
    }

    private static void flatten(String key, JsonNode words, Map<String, String> patterns) {
        if (words instanceof ObjectNode section) {
            section.properties().forEach(member -> flatten(key + "." + member.getKey(), member.getValue(), patterns));
        } else {
            patterns.put(key, words.asText());
        }
    }

    @Override
    protected @Nullable String getMessageInternal(
            @Nullable String code, Object @Nullable [] values, @Nullable Locale locale) {
        if (code == null || locale == null) {
            return null;
        }
        MessageFormat words =
                read.computeIfAbsent(tag(locale), PageWords::formats).get(code);
        if (words == null) {
            return null;
        }
        synchronized (words) { // Formats are not for many threads, and copies take long.
            return words.format(values == null ? new Object[0] : values);
        }
    }

    private String tag(Locale locale) {
        String exact = tags.get(locale);
        return exact == null ? languages.find(locale).orElse(PageLanguage.FALLBACK) : exact;
    }

    private static Map<String, MessageFormat> formats(String tag) {
        ULocale latin = ULocale.forLanguageTag(tag).setKeywordValue("numbers", "latn");
        Map<String, MessageFormat> formats = new TreeMap<>();
        patterns(tag).forEach((key, pattern) -> formats.put(key, new MessageFormat(pattern, latin)));
        return formats;
    }

    /** Not asked, since these are no patterns of {@code java.text}. */
    @Override
    protected java.text.@Nullable MessageFormat resolveCode(String code, Locale locale) {
        return null;
    }
}
