package org.countersign.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.message.SmsSegments.Alphabet;
import org.countersign.platform.Sensitive;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every text of every language, for every purpose and transport. */
class MessageCatalogTest {

    /** Their letters are not in GSM 7-bit, nor anything like them. */
    private static final Set<String> UCS_2 = Set.of(
            "ar",
            "bg",
            "bn",
            "fa",
            "he",
            "hi",
            "ja",
            "ko",
            "ru",
            "sr",
            "ta",
            "th",
            "uk",
            "ur",
            "zh",
            "zh-Hant",
            "zh-Hant-HK");

    private static final String LONGEST_FACILITY = "St. Elizabeth Clinic";
    private static final String HOST = "portal.hospital.example";
    private static final MessageCatalog CATALOG = MessageCatalog.shipped();
    private static final MessageComposer PLAIN = new MessageComposer(CATALOG, Optional.empty());
    private static final MessageComposer BOUND = new MessageComposer(CATALOG, Optional.of(new WebOtpLine(HOST)));

    static Stream<String> languages() {
        return CATALOG.tags().stream();
    }

    @Test
    void everyFileIsInTheCatalogueAndNothingElse() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/messages"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                            .collect(Collectors.toSet()))
                    .isEqualTo(CATALOG.tags())
                    .hasSizeGreaterThanOrEqualTo(48);
        }
    }

    @Test
    void theLongestPartsAreThoseThatAreGuarded() {
        assertThat(LONGEST_FACILITY).hasSize(MessageComposer.FACILITY_CHARACTERS);
        assertThat(HOST).hasSize(SmsWriter.HOST_AT_MOST);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everySmsIsOneSegmentWithTheLineForThePortalItsLongestPartsAndCodesOfAnyLength(String language) {
        for (Purpose purpose : Purpose.values()) {
            for (int digits = 6; digits <= 10; digits++) {
                String code = "1234567890".substring(0, digits);
                String text = compose(BOUND, Transport.SMS, language, purpose, code);
                SmsSegments segments = SmsSegments.of(text);
                assertThat(segments.count()).as("%s %s", segments, text).isOne();
                assertThat(segments.alphabet()).as(text).isEqualTo(alphabet(language));
                assertThat(text)
                        .endsWith("\n@" + HOST + " #" + code)
                        .contains(LONGEST_FACILITY.substring(0, SmsWriter.FACILITY_AT_LEAST));
                assertThat(text.split(code, -1))
                        .as("once for a person, once for the browser")
                        .hasSize(3);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void whatGsmCarriesIsSentWholeWithACodeOfSixDigits(String language) {
        for (Purpose purpose : Purpose.values()) {
            String text = compose(BOUND, Transport.SMS, language, purpose, "123456");
            if (alphabet(language) == Alphabet.GSM_7) {
                assertThat(text).contains(LONGEST_FACILITY).contains("KQX").contains("10");
            } else {
                assertThat(text).as("nothing of the name goes").contains(LONGEST_FACILITY);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void withoutAPortalEverySmsSaysWhoMayHearTheCode(String language) {
        for (Purpose purpose : Purpose.values()) {
            String text = compose(PLAIN, Transport.SMS, language, purpose, "123456");
            Texts texts = CATALOG.language(Locale.forLanguageTag(language)).texts(purpose);
            String brief = texts.brief().toString();
            String secrecy =
                    brief.substring(texts.briefest().toString().length()).strip();
            assertThat(secrecy).isNotEmpty();
            assertThat(SmsSegments.of(text).count()).isOne();
            assertThat(text).endsWith(GsmText.of(secrecy).orElse(secrecy));
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyTextIsCompleteForEveryTransport(String language) {
        for (Purpose purpose : Purpose.values()) {
            for (Transport transport : Transport.values()) {
                String text = compose(PLAIN, transport, language, purpose, "123456");
                assertThat(text).doesNotContain("{").doesNotContain("}").doesNotContain("#");
                switch (transport) {
                    case SILENT -> assertThat(text).isEmpty();
                    case SMS -> assertThat(text).contains("123456").contains(LONGEST_FACILITY);
                    case VOICE ->
                        assertThat(text).contains("K, Q, X").contains("10").contains(LONGEST_FACILITY);
                    default ->
                        assertThat(text)
                                .contains("123456")
                                .contains("KQX")
                                .contains("10")
                                .contains(LONGEST_FACILITY);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void aVoiceSaysTheCodeTwiceInWordsAndNoNumeralOfIt(String language) {
        String said = CATALOG.language(Locale.forLanguageTag(language)).digits().say("123456");
        assertThat(said).doesNotContainPattern("\\d");
        for (Purpose purpose : Purpose.values()) {
            String text = compose(PLAIN, Transport.VOICE, language, purpose, "123456");
            assertThat(text.split(java.util.regex.Pattern.quote(said), -1))
                    .as(text)
                    .hasSize(3);
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void noTwoDigitsOfALanguageAreTheSameWord(String language) {
        SpokenDigits digits = CATALOG.language(Locale.forLanguageTag(language)).digits();
        Set<String> words = "0123456789"
                .chars()
                .mapToObj(digit -> digits.say(Character.toString(digit)))
                .collect(Collectors.toSet());
        assertThat(words).hasSize(10).allSatisfy(word -> assertThat(word).isNotBlank());
    }

    @ParameterizedTest
    @MethodSource("languages")
    void eachPurposeHasWordsOfItsOwnAndARefillItsOwnLastSentence(String language) {
        Set<String> texts = Stream.of(Purpose.values())
                .map(purpose -> compose(PLAIN, Transport.WHATSAPP, language, purpose, "123456"))
                .collect(Collectors.toSet());
        assertThat(texts).hasSize(Purpose.values().length);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void aTextNamesNothingButWhoTheCodeItsTagAndItsTime(String language) {
        for (Purpose purpose : Purpose.values()) {
            Texts texts = CATALOG.language(Locale.forLanguageTag(language)).texts(purpose);
            assertThat(Stream.of(
                            texts.sms(), texts.brief(), texts.briefest(), texts.voice(), texts.subject(), texts.body()))
                    .allSatisfy(text -> assertThat(Set.of("facility", "code", "tag", "minutes"))
                            .containsAll(text.parts()));
            assertThat(texts.subject().parts()).as("a locked screen shows it").doesNotContain("code");
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyShippedTextKeepsTheRulesForAFacilitysOwn(String language) {
        var rules = new FacilityTextRules(new SmsWriter(Optional.empty()));
        for (Purpose purpose : Purpose.values()) {
            Texts texts = CATALOG.language(Locale.forLanguageTag(language)).texts(purpose);
            assertThat(rules.check(Transport.WHATSAPP, texts.sms())).isEmpty();
            assertThat(rules.check(Transport.SMS, texts.brief())).isEmpty();
            assertThat(rules.check(Transport.VOICE, texts.voice())).isEmpty();
            assertThat(rules.check(Transport.EMAIL, texts.body())).isEmpty();
            assertThat(rules.checkSubject(texts.subject())).isEmpty();
        }
    }

    private static Alphabet alphabet(String language) {
        return UCS_2.contains(language) ? Alphabet.UCS_2 : Alphabet.GSM_7;
    }

    private static String compose(
            MessageComposer composer, Transport transport, String language, Purpose purpose, String code) {
        return composer.compose(
                        transport,
                        Locale.forLanguageTag(language),
                        purpose,
                        LONGEST_FACILITY,
                        "KQX",
                        Sensitive.of(code),
                        Duration.ofMinutes(10))
                .reveal();
    }
}
