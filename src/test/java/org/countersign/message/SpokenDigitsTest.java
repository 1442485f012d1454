package org.countersign.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpokenDigitsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | zero, one, two … six, seven, nine",
                "pt-BR | zero, um, dois … meia, sete, nove",
                "pt-PT | zero, um, dois … seis, sete, nove",
                "zh-CN | 零, 幺, 二 … 六, 七, 九",
                "zh-TW | 零, 一, 二 … 六, 七, 九",
                "ko | 공, 일, 이 … 육, 칠, 구",
                "ja | ゼロ, いち, に … ろく, なな, きゅう",
                "hu | nulla, egy, kettő … hat, hét, kilenc",
                "he | אפס, אחת, שתיים … שש, שבע, תשע",
                "ms | kosong, satu, dua … enam, tujuh, sembilan",
                "de | null, eins, zwei … sechs, sieben, neun",
            })
    void aCodeIsReadDigitByDigitAsItIsInThatLanguage(String language, String said) {
        Language spoken = MessageCatalog.shipped().language(Locale.forLanguageTag(language));
        assertThat(spoken.digits().say("012679")).isEqualTo(said);
    }

    @Test
    void aLanguageOfNineDigitsIsRefused() {
        assertThatThrownBy(() -> new SpokenDigits(List.of("one"))).hasMessageContaining("ten digits, not 1");
    }
}
