package org.countersign.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.countersign.message.SmsSegments.Alphabet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsSegmentsTest {

    @ParameterizedTest
    @CsvSource({"0,1", "160,1", "161,2", "306,2", "307,3", "459,3"})
    void aGsmTextSplitsAt160And153(int length, int segments) {
        assertThat(SmsSegments.of("é".repeat(length))).isEqualTo(new SmsSegments(Alphabet.GSM_7, length, segments));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "70,1", "71,2", "134,2", "135,3"})
    void aUcs2TextSplitsAt70And67(int length, int segments) {
        assertThat(SmsSegments.of("ó".repeat(length))).isEqualTo(new SmsSegments(Alphabet.UCS_2, length, segments));
    }

    @Test
    void anExtensionCharacterCountsTwoAndIsNotPartedFromItsEscape() {
        assertThat(SmsSegments.of("€".repeat(80))).isEqualTo(new SmsSegments(Alphabet.GSM_7, 160, 1));
        // 76 fit in 153 septets, with one left over
        assertThat(SmsSegments.of("€".repeat(153))).isEqualTo(new SmsSegments(Alphabet.GSM_7, 306, 3));
        assertThat(SmsSegments.of("€ó").units()).as("only under GSM-7").isEqualTo(2);
    }

    @Test
    void surrogatesAreNotParted() {
        assertThat(SmsSegments.of("😀".repeat(67))).isEqualTo(new SmsSegments(Alphabet.UCS_2, 134, 3));
    }

    @Test
    void octetsFollowTheTablesOfTheStandard() {
        assertThat(GsmAlphabet.encode("@é€Aà{")).hasValue(new byte[] {0, 5, 0x1B, 0x65, 0x41, 0x7F, 0x1B, 0x28});
        assertThat(GsmAlphabet.encode("ç")).isEmpty();
        assertThat(GsmAlphabet.encode("\uFFFF")).isEmpty();
        assertThat(GsmAlphabet.encode("É")).hasValue(new byte[] {0x1F});
        assertThat(GsmAlphabet.encode(" ")).hasValue(new byte[] {0x20});
        assertThat(GsmAlphabet.encode("¡")).hasValue(new byte[] {0x40});
    }
}
