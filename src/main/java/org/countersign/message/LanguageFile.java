package org.countersign.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.ibm.icu.util.ULocale;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.countersign.policy.Purpose;

/**
 * The words of one language, as its file {@code messages/<tag>.yaml} holds them, with what it extends. Texts hold
 * {@code {purpose}}, {@code {secrecy}} and {@code {validity}}, in whose places the words of these names are put before
 * the texts are read, so that what they name besides is what {@link TextPattern} allows.
 *
 * @param digits the ten digits as words, from zero
 * @param validity {@code 5 minutes}, in the number that the language uses with it
 * @param purposes what the code is for, by purpose
 * @param secrecy who may hear the code
 */
record LanguageFile(
        @JsonProperty(required = true) List<String> digits,
        @JsonProperty(required = true) String validity,
        @JsonProperty(required = true) Map<String, String> purposes,
        @JsonProperty(required = true) Secrecy secrecy,
        @JsonProperty(required = true) String sms,
        @JsonProperty(value = "short", required = true) String brief,
        @JsonProperty(required = true) String voice,
        @JsonProperty(required = true) Email email) {

    /** A mail's two texts. */
    record Email(
            @JsonProperty(required = true) String subject,
            @JsonProperty(required = true) String body) {}

    /** The last sentence of each text. */
    record Secrecy(
            @JsonProperty(required = true) Sentences sms,
            @JsonProperty(required = true) Sentences voice,
            @JsonProperty(required = true) Sentences email) {}

    /**
     * Who may hear the code: nobody ({@code other}), but for a refill the pharmacist, to whom the patient reads it out, so
     * that the text must not forbid it.
     */
    record Sentences(
            @JsonProperty(required = true) String other,
            @JsonProperty(required = true) String refill) {

        String of(Purpose purpose) {
            return purpose == Purpose.REFILL ? refill : other;
        }
    }

    private static final Set<String> ALL = TextPattern.PARTS;

    /**
     * The checked texts.
     *
     * @throws IllegalArgumentException when a text lacks a part or names another
     */
    Language language(String tag) {
        Locale locale = Locale.forLanguageTag(tag);
        Map<Purpose, Texts> texts = new EnumMap<>(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            texts.put(purpose, texts(locale, purpose));
        }
        boolean rightToLeft = ULocale.forLocale(locale).isRightToLeft();
        return new Language(tag, rightToLeft, new SpokenDigits(digits), texts);
    }

    private Texts texts(Locale locale, Purpose purpose) {
        String written = secrecy.sms().of(purpose);
        return new Texts(
                text("sms", sms, locale, purpose, written, ALL),
                text("short", brief, locale, purpose, written, Set.of("facility", "code")),
                text("short", brief, locale, purpose, "", Set.of("facility", "code")),
                text("voice", voice, locale, purpose, secrecy.voice().of(purpose), ALL),
                text("email.subject", email.subject(), locale, purpose, "", Set.of("facility", "tag")),
                text(
                        "email.body",
                        email.body(),
                        locale,
                        purpose,
                        secrecy.email().of(purpose),
                        Set.of("code", "tag", "minutes")));
    }

    private TextPattern text(
            String name, String text, Locale locale, Purpose purpose, String secret, Set<String> required) {
        String whole = text.replace("{purpose}", purposes.getOrDefault(purpose.code(), "{" + purpose.code() + "}"))
                .replace("{secrecy}", secret)
                .replace("{validity}", validity)
                .strip();
        TextPattern read = TextPattern.of(whole, locale);
        if (!read.parts().containsAll(required)) {
            throw new IllegalArgumentException(name + " must name " + required + " but names " + read.parts());
        }
        return read;
    }
}
