package org.countersign.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.countersign.message.SmsSegments.Alphabet;
import org.junit.jupiter.api.Test;

/** What goes, and in which order, when a text does not fit. */
class SmsWriterTest {

    private static final List<TextPattern> FORMS = List.of(
            TextPattern.of("{facility}: {code} код для подтверждения записи ({tag}). Никому.", Locale.of("ru")),
            TextPattern.of("{facility}: код {code}. Никому.", Locale.of("ru")),
            TextPattern.of("{facility}: код {code}.", Locale.of("ru")));

    @Test
    void theWholeTextGoesWhereItFits() {
        assertThat(write(Optional.empty(), "Клиника", 6))
                .isEqualTo("Клиника: 000000 код для подтверждения записи (KQX). Никому.");
    }

    @Test
    void firstGoesWhatItIsForThenWhoMayHearItThenTheEndOfTheName() {
        assertThat(write(Optional.empty(), "Городская больница 1", 6))
                .isEqualTo("Городская больница 1: код 000000. Никому.");
        Optional<WebOtpLine> line = Optional.of(new WebOtpLine("portal.hospital.example"));
        assertThat(write(line, "Городская больница 1", 6))
                .isEqualTo("Городская больница 1: код 000000.\n@portal.hospital.example #000000");
        String shortened = write(line, "Городская больница 1", 10);
        assertThat(shortened).startsWith("Городская больни: код 0000000000.\n@portal");
        assertThat(SmsSegments.of(shortened).count()).isOne();
    }

    @Test
    void aHostThatLeavesNoRoomCostsASecondSegmentAndThenNothingGoes() {
        Optional<WebOtpLine> line = Optional.of(new WebOtpLine("patient-portal.of-a.very-long.hospital.example"));
        String text = write(line, "Городская больница 1", 6);
        assertThat(text).startsWith("Городская больница 1: 000000 код для подтверждения записи (KQX). Никому.\n@");
        assertThat(SmsSegments.of(text))
                .extracting(SmsSegments::alphabet, SmsSegments::count)
                .containsExactly(Alphabet.UCS_2, 2);
    }

    @Test
    void aNameThatTheAlphabetHasNothingLikeTurnsALatinTextIntoTheBriefOne() {
        List<TextPattern> forms = List.of(
                TextPattern.of("{facility}: {code} is your code to confirm your appointment ({tag})", Locale.ENGLISH),
                TextPattern.of("{facility}: code {code}. Never share it.", Locale.ENGLISH),
                TextPattern.of("{facility}: code {code}.", Locale.ENGLISH));
        TextParts parts = TextParts.longest("Городская больница 1", 6);
        assertThat(new SmsWriter(Optional.empty()).write(forms, parts, false))
                .isEqualTo("Городская больница 1: code 000000. Never share it.");
        assertThat(new SmsWriter(Optional.empty()).write(forms, parts.with("Szpital Św. Łukasza"), false))
                .startsWith("Szpital Sw. Lukasza: 000000 is your code");
    }

    private static String write(Optional<WebOtpLine> line, String facility, int digits) {
        return new SmsWriter(line).write(FORMS, TextParts.longest(facility, digits), false);
    }
}
