package org.countersign.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageRangesTest {

    private static final MessageCatalog CATALOG = MessageCatalog.shipped();

    @ParameterizedTest
    @CsvSource({
        "en, en",
        "en-US, en",
        "en-CA, en",
        "en-GB, en-001",
        "en-AU, en-001",
        "en-IN, en-001",
        "en-IE, en-001",
        "es, es",
        "es-ES, es",
        "es-AR, es",
        "es-MX, es-MX",
        "es-US, es-US",
        "es-419, es",
        "pt, pt",
        "pt-BR, pt",
        "pt-PT, pt-PT",
        "pt-AO, pt-PT",
        "zh, zh",
        "zh-CN, zh",
        "zh-SG, zh",
        "zh-Hans, zh",
        "zh-Hans-HK, zh",
        "cmn, zh",
        "zh-TW, zh-Hant",
        "zh-Hant, zh-Hant",
        "zh-HK, zh-Hant-HK",
        "zh-MO, zh-Hant-HK",
        "yue, zh-Hant-HK",
        "zh-Hant-TW, zh-Hant",
        "yue-Hans-CN, zh",
        "no, nb",
        "nb, nb",
        "nn, nb",
        "nb-NO, nb",
        "nn-NO, nb",
        "sr, sr",
        "sr-RS, sr",
        "sr-Cyrl, sr",
        "sr-Latn, sr-Latn",
        "sr-Latn-RS, sr-Latn",
        "sr-ME, sr-Latn",
        "sh, sr-Latn",
        "iw, he",
        "he-IL, he",
        "in, id",
        "tl, fil",
        "fil-PH, fil",
        "mo, ro",
        "prs, fa",
        "de-AT, de",
        "de-CH, de-CH",
        "fr-CA, fr-CA",
        "fr-CH, fr",
        "fr-BE, fr",
        "nl-BE, nl",
        "ar, ar",
        "ar-EG, ar",
        "ar-SA, ar",
        "fa-AF, fa",
        "ur-IN, ur",
        "ms-MY, ms",
        "de-1996, de",
        "en-u-nu-thai, en",
        "tlh, ''",
        "uz-Cyrl, ''",
        "und, ''",
        "sr-Arab, ''",
        "ms-Arab, ''",
    })
    void aLocaleFindsTheNearestWordsInItsOwnScript(String wanted, String found) {
        Locale locale = Locale.forLanguageTag(wanted);
        assertThat(CATALOG.speaks(locale)).isEqualTo(!found.isEmpty());
        assertThat(CATALOG.language(locale).tag()).isEqualTo(found.isEmpty() ? "en" : found);
    }

    /**
     * The locales that 8x8 speaks, the bar that the hub is to clear: all 48 values of {@code language} in
     * docs_oas/connect/verification_api.json of its repository public-developer-docs.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ar-EG", "ar-SA", "bg-BG", "ca-ES", "cs-CZ", "da-DK", "de-AT", "de-CH", "de-DE", "el-GR", "en-AU",
                        "en-CA",
                "en-GB", "en-IE", "en-IN", "en-US", "es-ES", "es-MX", "fi-FI", "fr-CA", "fr-CH", "fr-FR", "he-IL",
                        "hi-IN",
                "hr-HR", "hu-HU", "id-ID", "it-IT", "ja-JP", "ko-KR", "ms-MY", "nb-NO", "nl-NL", "pl-PL", "pt-BR",
                        "pt-PT",
                "ro-RO", "ru-RU", "sk-SK", "sl-SI", "sv-SE", "ta-IN", "th-TH", "tr-TR", "vi-VN", "zh-CN", "zh-HK",
                        "zh-TW",
            })
    void aLocaleOfAHostedServiceIsSpokenInItsLanguage(String tag) {
        Locale locale = Locale.forLanguageTag(tag);
        assertThat(CATALOG.speaks(locale)).isTrue();
        assertThat(CATALOG.language(locale).tag()).startsWith(locale.getLanguage());
    }

    @Test
    void rangesGoFromTheRegionToTheLanguageWithItsScript() {
        assertThat(LanguageRanges.of(Locale.forLanguageTag("en-AU")))
                .containsExactly("en-Latn-AU", "en-Latn-001", "en-Latn");
        assertThat(LanguageRanges.of(Locale.forLanguageTag("zh-TW"))).containsExactly("zh-Hant-TW", "zh-Hant");
        assertThat(LanguageRanges.of(Locale.ROOT)).isEmpty();
    }

    @Test
    void eachFileHasAKeyOfItsOwn() {
        assertThat(CATALOG.tags().stream().map(LanguageRanges::key).distinct()).hasSameSizeAs(CATALOG.tags());
        assertThat(Stream.of("zh", "zh-Hant", "zh-Hant-HK", "en-001", "no").map(LanguageRanges::key))
                .containsExactly("zh-Hans", "zh-Hant", "zh-Hant-HK", "en-Latn-001", "nb-Latn");
    }
}
