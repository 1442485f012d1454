package org.countersign.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import org.countersign.channel.VoiceCatalog.Voice;
import org.countersign.message.MessageCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VoiceCatalogTest {

    private static final VoiceCatalog VOICES = VoiceCatalog.shipped();

    @Test
    void whateverTextsAreWrittenInIsSpokenButWhatTwilioHasNoVoiceFor() {
        assertThat(MessageCatalog.shipped().tags().stream()
                        .filter(tag -> VOICES.find(Locale.forLanguageTag(tag)).isEmpty()))
                .containsExactly("et", "fa", "hr", "sl", "sq", "sw", "ur");
    }

    @Test
    void aVoiceSpeaksTheLanguageThatItIsAskedFor() {
        for (String tag : MessageCatalog.shipped().tags()) {
            VOICES.find(Locale.forLanguageTag(tag)).ifPresent(voice -> {
                assertThat(voice.press()).as(tag).isNotBlank();
                voice.name()
                        .filter(name -> name.startsWith("Google."))
                        .ifPresent(name -> assertThat(name).startsWith("Google." + voice.language() + "-"));
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "de-CH, de-DE",
        "es-MX, es-MX",
        "es-AR, es-ES",
        "pt-PT, pt-PT",
        "sr-ME, sr-RS",
        "zh-CN, cmn-CN",
        "zh-TW, cmn-TW",
        "zh-HK, yue-HK",
        "yue, yue-HK",
        "tlh, en-US"
    })
    void aTextIsSpokenAsItIsWrittenAndWhatIsWrittenInEnglishInEnglish(String locale, String language) {
        assertThat(VOICES.find(Locale.forLanguageTag(locale)).map(Voice::language))
                .contains(language);
    }

    @Test
    void whatNoVoiceSpeaksIsNotFound() {
        assertThat(VoiceCatalog.read(written -> Optional.of("tlh")).find(Locale.of("tlh")))
                .isEmpty();
    }
}
