package org.countersign.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.countersign.message.MessageCatalog;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.LocaleResolver;

/**
 * In which language a page is written: the one that is set, or the first of the browser's that the hub speaks; English
 * where it speaks none.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4">RFC 9110 §12.5.4: Accept-Language</a>
 */
final class PageLanguage implements LocaleResolver {

    static final String FALLBACK = "en";

    /** More than a browser sends, so that a header of thousands costs no time. */
    private static final int RANGES_MAX = 32;

    private final MessageCatalog languages;
    private final Optional<Locale> set;

    /**
     * @param set tag of BCP 47 that is spoken whatever the browser asks for; empty: none
     * @throws OperationalException INVALID_INPUT when the hub does not speak it
     */
    PageLanguage(MessageCatalog languages, String set) {
        this.languages = languages;
        this.set = Optional.of(set)
                .filter(tag -> !tag.isEmpty())
                .map(tag -> spoken(Locale.forLanguageTag(tag))
                        .orElseThrow(() -> new OperationalException(
                                ErrorCategory.INVALID_INPUT,
                                "countersign.console.language is " + tag + ", which the hub does not speak")));
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return set.orElseGet(
                () -> asked(Objects.requireNonNullElse(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE), "")));
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("The language is the browser's");
    }

    /** The best of a header with quality values. */
    Locale asked(String header) {
        return ranges(header).stream()
                .limit(RANGES_MAX)
                .filter(range -> range.getWeight() > 0)
                .flatMap(range -> spoken(Locale.forLanguageTag(range.getRange())).stream())
                .findFirst()
                .orElse(Locale.forLanguageTag(FALLBACK));
    }

    /** By weight; none where the header is malformed. */
    private static List<Locale.LanguageRange> ranges(String header) {
        try {
            return header.isBlank() ? List.of() : Locale.LanguageRange.parse(header);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private Optional<Locale> spoken(Locale wanted) {
        return languages.find(wanted).map(Locale::forLanguageTag);
    }
}
