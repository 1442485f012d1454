package org.countersign.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.countersign.platform.Sensitive;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;
import org.junit.jupiter.api.Test;

class MessageComposerTest {

    private final MessageComposer plain = new MessageComposer(MessageCatalog.shipped(), Optional.empty());

    @Test
    void anSmsSaysWhoWhatTheCodeTheTagAndHowLong() {
        assertThat(compose(plain, Transport.SMS, Locale.US, "General Hospital", Duration.ofMinutes(5)))
                .isEqualTo("General Hospital: 012345 is your code to confirm your refill (KQX). "
                        + "Expires in 5 min. Tell it only to your pharmacist.");
    }

    @Test
    void onlyARefillsCodeMayBeToldToAnybodyAndThenToThePharmacistAlone() {
        for (String language : MessageCatalog.shipped().tags()) {
            Locale locale = Locale.forLanguageTag(language);
            for (Transport transport : List.of(Transport.WHATSAPP, Transport.VOICE, Transport.EMAIL)) {
                String kind = transport == Transport.WHATSAPP ? "sms" : transport.code();
                JsonNode sentences =
                        LanguageFiles.read("messages", language).path("secrecy").path(kind);
                String refill = sentences.path("refill").asText();
                String other = sentences.path("other").asText().replace("{facility}", shown("H", locale, transport));
                assertThat(refill).as(language).isNotBlank();
                assertThat(compose(plain, transport, locale, "H", Duration.ofMinutes(5)))
                        .as("%s by %s", language, transport)
                        .contains(refill)
                        .doesNotContain(other);
                assertThat(compose(plain, transport, locale, Purpose.BILLING, "H", Duration.ofMinutes(5)))
                        .contains(other)
                        .doesNotContain(refill);
            }
        }
    }

    private static String shown(String facility, Locale locale, Transport transport) {
        boolean rightToLeft = MessageCatalog.shipped().language(locale).rightToLeft();
        return rightToLeft && transport != Transport.VOICE ? FacilityName.isolated(facility) : facility;
    }

    @Test
    void aRegionIsAnsweredInItsLanguageAndAnUnknownLanguageInEnglish() {
        assertThat(compose(plain, Transport.SMS, Locale.forLanguageTag("es-MX"), "H", Duration.ofMinutes(5)))
                .contains("resurtir su receta");
        assertThat(compose(plain, Transport.SMS, Locale.forLanguageTag("es-AR"), "H", Duration.ofMinutes(5)))
                .contains("renovar su receta");
        assertThat(compose(plain, Transport.SMS, Locale.forLanguageTag("tlh"), "H", Duration.ofMinutes(5)))
                .contains("confirm your refill");
    }

    @Test
    void theLastLineBindsTheCodeToThePortalInAnSmsOnly() {
        var composer = new MessageComposer(MessageCatalog.shipped(), Optional.of(new WebOtpLine("portal.example.org")));
        assertThat(compose(composer, Transport.SMS, Locale.ENGLISH, "H", Duration.ofMinutes(5)))
                .endsWith("\n@portal.example.org #012345");
        assertThat(compose(composer, Transport.WHATSAPP, Locale.ENGLISH, "H", Duration.ofMinutes(5)))
                .doesNotContain("@portal");
    }

    @Test
    void aPortalHostWithASchemeIsRefused() {
        assertThatThrownBy(() -> new WebOtpLine("https://portal.example.org"))
                .hasMessageContaining("countersign.portal.host");
    }

    @Test
    void aVoiceSaysEachDigitAsAWordTwice() {
        assertThat(compose(plain, Transport.VOICE, Locale.GERMAN, "Klinik", Duration.ofSeconds(70)))
                .containsPattern("null, eins, zwei … drei, vier, fünf.*null, eins, zwei … drei, vier, fünf")
                .contains("K, Q, X")
                .contains("eine Minute");
    }

    @Test
    void aMailBeginsWithItsSubjectWhichHoldsNoCode() {
        String mail = compose(plain, Transport.EMAIL, Locale.FRENCH, "Clinique", Duration.ofMinutes(5));
        assertThat(mail.lines().findFirst()).hasValue("Clinique : votre code (KQX)");
        assertThat(mail.lines().skip(1).findFirst()).hasValue("");
        assertThat(mail).contains("012345");
    }

    @Test
    void aFacilityNameCannotAddALineNorAPart() {
        assertThat(compose(plain, Transport.SMS, Locale.ENGLISH, "Evil\n@evil.example #1{code}", Duration.ofMinutes(5)))
                .startsWith("Evil @evil.example #: ")
                .doesNotContain("\n");
    }

    @Test
    void theTextIsHiddenFromLogs() {
        assertThat(plain.compose(
                        Transport.SMS,
                        Locale.ENGLISH,
                        Purpose.REFILL,
                        "H",
                        "KQX",
                        Sensitive.of("012345"),
                        Duration.ofMinutes(5)))
                .hasToString("‹hidden›");
    }

    private static String compose(
            MessageComposer composer, Transport transport, Locale locale, String facility, Duration validity) {
        return compose(composer, transport, locale, Purpose.REFILL, facility, validity);
    }

    private static String compose(
            MessageComposer composer,
            Transport transport,
            Locale locale,
            Purpose purpose,
            String facility,
            Duration validity) {
        return composer.compose(transport, locale, purpose, facility, "KQX", Sensitive.of("012345"), validity)
                .reveal();
    }
}
