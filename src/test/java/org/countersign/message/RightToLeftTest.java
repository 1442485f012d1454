package org.countersign.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.Bidi;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.countersign.platform.Sensitive;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts from right to left as a phone lays them out (UAX #9, each paragraph by its first strong letter). */
class RightToLeftTest {

    private static final String FACILITY = "St. Mary (North)";

    private final MessageComposer composer =
            new MessageComposer(MessageCatalog.shipped(), Optional.of(new WebOtpLine("portal.hospital.example")));

    @ParameterizedTest
    @ValueSource(strings = {"ar", "he", "fa", "ur"})
    void nameAndCodeStandWholeAndTheCodeFollowsTheNameToTheLeft(String language) {
        for (Transport transport : new Transport[] {Transport.SMS, Transport.WHATSAPP}) {
            for (Purpose purpose : Purpose.values()) {
                String text = compose(transport, language, purpose);
                String line = text.lines().findFirst().orElseThrow();
                assertThat(new Bidi(line, Bidi.LEVEL_DEFAULT_LTR).getParaLevel())
                        .as("first letter")
                        .isEqualTo((byte) 1);
                String seen = seen(line);
                assertThat(seen).contains(FACILITY).contains("012345");
                assertThat(seen.indexOf("012345")).as(seen).isLessThan(seen.indexOf(FACILITY));
            }
        }
    }

    @Test
    void withoutTheIsolateTheCodeWouldRunOnToTheRightOfALatinName() {
        assertThat(seen("رمز St. Mary: 012345")).contains("St. Mary: 012345");
        assertThat(seen("رمز \u2068St. Mary\u2069: 012345")).contains("012345 :");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar", "he", "fa", "ur"})
    void theLineForTheBrowserHasNoMarksAndIsLaidOutFromLeftToRight(String language) {
        String last = compose(Transport.SMS, language, Purpose.PORTAL)
                .lines()
                .toList()
                .getLast();
        assertThat(last).isEqualTo("@portal.hospital.example #012345");
        assertThat(seen(last)).isEqualTo(last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar", "he", "fa", "ur"})
    void eachParagraphOfAMailBeginsFromTheRightButTheCodesOwn(String language) {
        String mail = compose(Transport.EMAIL, language, Purpose.BILLING);
        assertThat(mail.lines().filter(line -> !line.isBlank() && !line.contains("012345")))
                .allSatisfy(
                        line -> assertThat(Bidi.getBaseDirection(line)).as(line).isEqualTo(Bidi.RTL));
        assertThat(mail).contains(FacilityName.isolated(FACILITY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar", "he", "fa", "ur"})
    void aVoiceHearsNoMarks(String language) {
        assertThat(compose(Transport.VOICE, language, Purpose.BILLING)).doesNotContainPattern("[\u2066-\u2069]");
    }

    @Test
    void aTextFromLeftToRightHasNoMarks() {
        assertThat(compose(Transport.EMAIL, "en", Purpose.BILLING)).doesNotContainPattern("[\u2066-\u2069]");
    }

    private static String seen(String line) {
        return new Bidi(line, Bidi.LEVEL_DEFAULT_LTR)
                .writeReordered(Bidi.DO_MIRRORING)
                .replaceAll("[\u2066-\u2069]", "");
    }

    private String compose(Transport transport, String language, Purpose purpose) {
        return composer.compose(
                        transport,
                        Locale.forLanguageTag(language),
                        purpose,
                        FACILITY,
                        "KQX",
                        Sensitive.of("012345"),
                        Duration.ofMinutes(5))
                .reveal();
    }
}
