package org.countersign.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPatternTest {

    private static final TextParts PARTS = new TextParts("Clinic {code} #", "012345", "KQX", 5);

    @Test
    void partsAreShownAsTheyAreAndNotLookedAtAgain() {
        assertThat(text("{facility}: it's {code}, {tag}").fill(PARTS)).isEqualTo("Clinic {code} #: it's 012345, KQX");
    }

    @ParameterizedTest
    @CsvSource({
        "pl, 1, jedną minutę", "pl, 2, 2 minuty", "pl, 5, 5 minut", "ru, 1, 1 минуту", "ru, 3, 3 минуты",
        "ru, 10, 10 минут", "ar, 2, دقيقتين", "ar, 10, 10 دقائق", "sl, 2, 2 minuti", "sl, 4, 4 minute",
        "he, 2, שתי דקות", "lv, 10, 10 minūtes", "en, 1, one minute", "en, 10, 10 minutes", "fa, 5, 5 دقیقه",
        "bn, 5, 5 মিনিট", "ja, 1, 1 分",
    })
    void minutesAreSaidInTheNumberThatTheLanguageUsesWithLatinDigits(String language, long minutes, String said) {
        Language spoken = MessageCatalog.shipped().language(Locale.forLanguageTag(language));
        TextPattern voice = spoken.texts(org.countersign.policy.Purpose.PORTAL).voice();
        assertThat(voice.fill(new TextParts("H", "0", "K", minutes))).contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{drug} | names {drug}; a text can name {facility}, {code}, {tag} and {minutes} only",
                "{0} | names {0}",
                "{code, number} | formats {code} by simple; only {minutes} can be formatted, and only by plural",
                "{minutes, number} | formats {minutes} by simple",
                "{facility, select, a{b} other{c}} | formats {facility} by select",
                "{minutes, plural, one{1} other{# {patient}}} | names {patient}",
                "d'{code}' {code} | shows a brace",
                "{minutes, plural, one{now} other{{code}}} | does not show {code} for every number of minutes",
                "{code | is no ICU MessageFormat",
                "{minutes, plural, one{1}} | is no ICU MessageFormat",
            })
    void whatIsNoTextIsRefusedWithASentence(String pattern, String sentence) {
        assertThatThrownBy(() -> text(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void onePatternServesManyThreads() {
        TextPattern text = text("{code} {minutes, plural, one{one} other{# minutes}}");
        java.util.stream.IntStream.range(0, 2_000).parallel().forEach(i -> {
            String code = "%06d".formatted(i);
            long minutes = 1 + i % 10;
            String said = minutes == 1 ? "one" : minutes + " minutes";
            assertThat(text.fill(new TextParts("H", code, "K", minutes))).isEqualTo(code + " " + said);
        });
    }

    private static TextPattern text(String pattern) {
        return TextPattern.of(pattern, Locale.ENGLISH);
    }
}
