package org.countersign.message;

import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys under which words for a locale may stand, most exact first: RFC 4647 lookup, in which the script that a
 * language has in a region is put in (CLDR likely subtags). So {@code zh-TW} finds traditional characters, {@code sr-ME}
 * Latin ones, and neither finds the other script.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4647#section-3.4">RFC 4647 §3.4</a>
 */
final class LanguageRanges {

    /** One written language under two names. */
    private static final Map<String, String> SAME = Map.of("no", "nb", "nn", "nb", "yue", "zh");

    /** Where English is written as in the United States (CLDR parent locales: the others' parent is {@code en-001}). */
    private static final Set<String> AMERICAN = Set.of("US", "CA", "PH", "PR", "GU", "VI", "AS", "MP", "MH", "UM");

    private LanguageRanges() {}

    /** Keys from {@code language-Script-REGION} to {@code language-Script}; none for a locale without a language. */
    static List<String> of(Locale wanted) {
        if (wanted.getLanguage().isEmpty()) {
            return List.of(); // The likely language of nobody in particular would be English.
        }
        ULocale full = full(wanted);
        String written = written(full);
        List<String> keys = new ArrayList<>();
        if (!full.getCountry().isEmpty()) {
            keys.add(written + "-" + full.getCountry());
            parent(written, full.getCountry()).ifPresent(region -> keys.add(written + "-" + region));
        }
        keys.add(written);
        return keys;
    }

    /** The key of the words that are for {@code tag} alone. */
    static String key(String tag) {
        Locale locale = Locale.forLanguageTag(tag);
        String written = written(full(locale));
        return locale.getCountry().isEmpty() ? written : written + "-" + locale.getCountry();
    }

    private static ULocale full(Locale locale) {
        return ULocale.addLikelySubtags(ULocale.createCanonical(ULocale.forLocale(locale)));
    }

    private static String written(ULocale full) {
        return SAME.getOrDefault(full.getLanguage(), full.getLanguage()) + "-" + full.getScript();
    }

    /** The region whose words a region without its own takes, before those of the language at large. */
    private static Optional<String> parent(String written, String region) {
        String parent = switch (written) {
            case "en-Latn" -> AMERICAN.contains(region) ? "" : "001";
            case "pt-Latn" -> region.equals("BR") ? "" : "PT";
            case "zh-Hant" -> region.equals("MO") ? "HK" : "";
            default -> "";
        };
        return Optional.of(parent).filter(found -> !found.isEmpty());
    }
}
