package org.countersign.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.countersign.platform.Sensitive;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FacilityTextReaderTest {

    private static final String GOOD = """
            # Ours.
            - facility: St. Mary
              locale: en
              purpose: refill
              transport: sms
              text: "{facility}: {code} for your pills ({tag}), {minutes, plural, one{a minute} other{# minutes}}."
            - locale: es
              purpose: portal
              transport: email
              subject: "{facility}, portal ({tag})"
              text: |
                Hola:

                {code}

                Vence en {minutes} min.
            """;

    private final MessageCatalog catalog = MessageCatalog.shipped();
    private final FacilityTextReader reader =
            new FacilityTextReader(catalog, Optional.of(new WebOtpLine("portal.hospital.example")));
    private final MessageComposer composer = new MessageComposer(catalog, Optional.empty());

    @Test
    void aFacilitysTextIsSentInThePlaceOfTheShippedOne() {
        use(GOOD);
        assertThat(compose(Transport.SMS, "en-GB", Purpose.REFILL, "St. Mary"))
                .isEqualTo("St. Mary: 012345 for your pills (KQX), 5 minutes.");
        assertThat(compose(Transport.SMS, "en", Purpose.REFILL, "St. Paul")).contains("is your code");
        assertThat(compose(Transport.SMS, "en", Purpose.PORTAL, "St. Mary")).contains("is your code");
        assertThat(compose(Transport.SMS, "fr", Purpose.REFILL, "St. Mary")).contains("est le code");
        assertThat(compose(Transport.VOICE, "en", Purpose.REFILL, "St. Mary")).contains("Goodbye");
    }

    @Test
    void aChatHasTheSmsUnlessItHasItsOwn() {
        use(GOOD);
        assertThat(compose(Transport.WHATSAPP, "en", Purpose.REFILL, "St. Mary"))
                .contains("for your pills");
        use(GOOD + """
                - {facility: St. Mary, locale: en, purpose: refill, transport: whatsapp,
                   text: "*{facility}* {code} {tag} {minutes}"}
                """);
        assertThat(compose(Transport.WHATSAPP, "en", Purpose.REFILL, "St. Mary"))
                .isEqualTo("*St. Mary* 012345 KQX 5");
        assertThat(compose(Transport.VIBER, "en", Purpose.REFILL, "St. Mary")).contains("for your pills");
    }

    @Test
    void aTextWithoutAFacilityIsForAllAndAMailKeepsItsLines() {
        use(GOOD);
        assertThat(compose(Transport.EMAIL, "es-AR", Purpose.PORTAL, "Any"))
                .isEqualTo("Any, portal (KQX)\n\nHola:\n\n012345\n\nVence en 5 min.");
    }

    @Test
    void aFacilitysOwnComesBeforeThatForAllAndTheRegionsBeforeTheLanguages() {
        use("""
                - {locale: es, purpose: portal, transport: sms, text: "{facility} all {code}"}
                - {locale: es-MX, purpose: portal, transport: sms, text: "{facility} all MX {code}"}
                - {locale: es, purpose: portal, transport: sms, facility: A, text: "{facility} own {code}"}
                """);
        assertThat(compose(Transport.SMS, "es-MX", Purpose.PORTAL, "A")).isEqualTo("A own 012345");
        assertThat(compose(Transport.SMS, "es-MX", Purpose.PORTAL, "B")).isEqualTo("B all MX 012345");
        assertThat(compose(Transport.SMS, "es-US", Purpose.PORTAL, "B")).isEqualTo("B all 012345");
    }

    @Test
    void whoSpeaksALanguageThatTheHubDoesNotGetsTheFacilitysEnglish() {
        use(GOOD);
        assertThat(compose(Transport.SMS, "tlh", Purpose.REFILL, "St. Mary")).contains("for your pills");
    }

    @Test
    void aTextInUcs2IsMeasuredWithTheFacilitysOwnName() {
        String text =
                "{facility: H, locale: ru, purpose: portal, transport: sms, text: \"{facility}: {code} для входа в систему\"}";
        assertThat(problems("- " + text)).isEmpty();
        assertThat(problems("- " + text.replace("facility: H", "facility: Городская больница")))
                .containsExactly("f.yaml:1:79: text does not fit one SMS: it takes 79 of 70 characters, since a letter"
                        + " of it is not in GSM 7-bit, with a facility name of 18 and the line for the portal");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sms | {facility} {code} {drug} | names {drug}; a text can name",
                "sms | {code} | does not name {facility}",
                "sms | {facility} | does not name {code}",
                "sms | {facility} {code} {code} | must show {code} exactly once",
                "sms | {facility} {minutes, plural, one{{code}} other{{code} {code}}} | must show {code} exactly once",
                "sms | <b>{facility}</b> {code} | holds markup or a link",
                "sms | {facility} {code} https://evil.example | holds markup or a link",
                "sms | {facility} {code}\\n@evil.example #{tag} | must be one line",
                "sms | {facility}\\u202E {code} | holds a control or formatting character",
                "voice | {facility} {code} {minutes} | says {code} only once",
                "voice | {facility} {code} {code} | does not name {minutes}",
                "whatsapp | {facility} {code} | does not name {minutes}",
                "email | {facility} {minutes} | does not name {code}",
                "email | {code | is no ICU MessageFormat",
            })
    void aTextThatBreaksARuleIsTold(String transport, String text, String sentence) {
        assertThat(problems("- {locale: en, purpose: portal, transport: " + transport + ", text: \"" + text + "\"}"))
                .anySatisfy(
                        problem -> assertThat(problem).startsWith("f.yaml:1:").contains(": text " + sentence));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "locale: tlh | locale is \"tlh\", a language that the hub does not speak",
                "locale: e | locale is \"e\", expected a language tag",
                "locale: | locale is missing",
                "purpose: party | purpose is \"party\", expected one of portal, telehealth, appointment",
                "transport: fax | transport is \"fax\", expected one of sms, voice",
                "transport: silent | transport is silent, which has no words",
                "facility: [a] | facility must be plain text",
                "colour: red | colour is no key of a text, expected one of facility, locale",
                "subject: x | subject is for e-mail only",
            })
    void anEntryThatIsNoneIsToldByTheLineOfItsKey(String line, String sentence) {
        String key = line.substring(0, line.indexOf(':'));
        String entry =
                List.of("locale: en", "purpose: portal", "transport: sms", "text: \"{facility} {code}\"").stream()
                        .filter(one -> !one.startsWith(key + ":"))
                        .collect(Collectors.joining("\n  ", "  ", "\n"));
        assertThat(problems("-\n" + entry + "  " + line + "\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem).startsWith("f.yaml:").contains(sentence));
    }

    @Test
    void whatIsWrongIsToldAtItsLineAndTheOthersAreUsed() {
        FacilityTextFile file = reader.read("f.yaml", GOOD + """
                - locale: de
                  purpose: portal
                  transport: email
                  subject: "{code}"
                  text: "{code} {minutes}"
                - locale: es
                  purpose: portal
                  transport: email
                  text: "{code} {minutes}"
                """);
        assertThat(file.texts()).hasSize(2);
        assertThat(file.problems())
                .extracting(MessageProblem::toString)
                .containsExactly(
                        "f.yaml:20:3: subject names {code}, which a screen that is locked would show",
                        "f.yaml:22:3: the file has a text for the same before this one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: b | f.yaml:1:1: the file must be a list of texts",
                "- a | f.yaml:1:3: a text is a group of keys",
                "- {a | f.yaml:1:5: is not YAML: expected ',' or '}'",
            })
    void aFileThatIsNoListIsTold(String yaml, String problem) {
        assertThat(problems(yaml))
                .singleElement()
                .satisfies(told -> assertThat(told).startsWith(problem));
    }

    @Test
    void anEmptyFileHasNoTextsAndATooLongOneIsRefused() {
        assertThat(problems("# nothing yet\n")).isEmpty();
        assertThat(problems(IntStream.rangeClosed(0, FacilityTextReader.TEXTS_AT_MOST)
                        .mapToObj(i -> "- {}\n")
                        .collect(Collectors.joining())))
                .containsExactly("f.yaml:1:1: the file has more than 1000 texts");
    }

    private List<String> problems(String yaml) {
        return reader.read("f.yaml", yaml).problems().stream()
                .map(MessageProblem::toString)
                .toList();
    }

    private void use(String yaml) {
        FacilityTextFile file = reader.read("f.yaml", yaml);
        assertThat(file.problems()).isEmpty();
        composer.use(FacilityTexts.of(List.of(file)));
    }

    private String compose(Transport transport, String language, Purpose purpose, String facility) {
        return composer.compose(
                        transport,
                        Locale.forLanguageTag(language),
                        purpose,
                        facility,
                        "KQX",
                        Sensitive.of("012345"),
                        Duration.ofMinutes(5))
                .reveal();
    }
}
