package org.countersign.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GsmTextTest {

    @ParameterizedTest
    @CsvSource({
        "código, codigo",
        "Żółć, Zolc",
        "Příliš žluťoučký kůň, Prilis zlutoucky kun",
        "Érvényes, Érvényes",
        "megújítása, megujitasa",
        "svému lékárníkovi, svému lekarnikovi",
        "Hôpital Général, Hopital Général",
        "időpont, idöpont",
        "gyűrű, gyürü",
        "șase țări, sase tari",
        "mã để đăng, ma de dang",
        "ağ ışık İzmir, ag isik Izmir",
        "þjónusta ð, thjonusta d",
        "ſtraße, straße",
        "œuvre, oeuvre",
        "Größe à é è ù ì ò å ø æ ñ, Größe à é è ù ì ò å ø æ ñ",
        "l’avis « ici » …, l'avis \" ici \" ...",
        "sol·licitud, sol.licitud",
    })
    void aLetterThatTheAlphabetLacksIsWrittenAsPeopleWriteIt(String text, String sent) {
        assertThat(GsmText.of(text)).hasValue(sent);
    }

    @Test
    void greekIsInCapitalsOfWhichTheTwinsOfLatinOnesAreLatin() {
        String sent = GsmText.of("Ο κωδικός σας ισχύει").orElseThrow();
        assertThat(sent).isEqualTo("O KΩΔIKOΣ ΣAΣ IΣXYEI");
        assertThat(SmsSegments.of(sent).alphabet()).isEqualTo(SmsSegments.Alphabet.GSM_7);
    }

    @ParameterizedTest
    @CsvSource({"код", "رمز", "コード", "कोड", "😀", "Clinic кА"})
    void whatTheAlphabetHasNothingLikeIsLeftToUcs2(String text) {
        assertThat(GsmText.of(text)).isEmpty();
    }

    @Test
    void aLetterAndItsMarkAreOneWhetherComposedOrNot() {
        assertThat(GsmText.of("e\u0301 o\u0301")).hasValue("é o");
    }
}
