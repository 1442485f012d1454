package org.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.countersign.message.MessageCatalog;
import org.countersign.platform.OperationalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class PageLanguageTest {

    private static final MessageCatalog CATALOG = MessageCatalog.shipped();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de-AT | de",
                "de-AT,de;q=0.9,en;q=0.8 | de",
                "de-CH | de-CH",
                "zh-TW,zh;q=0.9 | zh-Hant",
                "zh-HK | zh-Hant-HK",
                "en-GB,en-US;q=0.9 | en-001",
                "sr-ME | sr-Latn",
                "fr;q=0.4, it;q=0.8 | it",
                "de;q=0, fr;q=0.1 | fr",
                "xx | en",
                "xx, pl;q=0.2 | pl",
                "* | en",
                "tlh, *;q=0.5 | en",
                "de_AT;;q=wide | en",
                "'' | en",
            })
    void theBestOfTheBrowsersLanguagesThatTheHubSpeaksIsSpoken(String header, String tag) {
        assertThat(asked(new PageLanguage(CATALOG, ""), header)).isEqualTo(tag);
    }

    @Test
    void aBrowserThatSaysNothingGetsEnglish() {
        assertThat(new PageLanguage(CATALOG, "").resolveLocale(new MockHttpServletRequest()))
                .isEqualTo(Locale.ENGLISH);
    }

    @Test
    void aLanguageThatIsSetIsSpokenWhateverTheBrowserAsksFor() {
        assertThat(asked(new PageLanguage(CATALOG, "de-AT"), "fr")).isEqualTo("de");
    }

    @Test
    void aLanguageThatTheHubDoesNotSpeakCannotBeSet() {
        assertThatThrownBy(() -> new PageLanguage(CATALOG, "tlh"))
                .isInstanceOf(OperationalException.class)
                .hasMessage("countersign.console.language is tlh, which the hub does not speak");
    }

    private static String asked(PageLanguage language, String header) {
        var request = new MockHttpServletRequest();
        request.addHeader("Accept-Language", header);
        return language.resolveLocale(request).toLanguageTag();
    }
}
