package org.countersign.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.countersign.policy.Purpose;

/**
 * The words of one language, as its file {@code messages/<language>.yaml} holds them. A text names its parts in braces;
 * one that lacks a part or names another is refused when it is read, not when it is sent.
 *
 * @param digits the ten digits as words, from zero
 * @param minutes {@code one}, {@code two} where the language needs it, and {@code other} with {@code {n}}
 * @param secrecy who may hear the code, to stand in the place of {@code {secrecy}} of each text
 * @param purposes what the code is for, by purpose, to stand in the place of {@code {purpose}}
 */
record MessageTexts(
        @JsonProperty(required = true) List<String> digits,
        @JsonProperty(required = true) Map<String, String> minutes,
        @JsonProperty(required = true) Map<String, String> purposes,
        @JsonProperty(required = true) Secrecy secrecy,
        @JsonProperty(required = true) String sms,
        @JsonProperty(required = true) String voice,
        @JsonProperty(required = true) Email email) {

    /** A mail's two texts. */
    record Email(
            @JsonProperty(required = true) String subject,
            @JsonProperty(required = true) String body) {

        Email {
            requireParts("email.subject", subject, Set.of("facility", "tag"));
            requireParts("email.body", body, Set.of("purpose", "code", "tag", "minutes", "secrecy"));
        }
    }

    /**
     * The last sentence of each text, by purpose; {@code other} for those that have none of their own. A code for a
     * refill is read out to the pharmacist, so that the text must not forbid it.
     */
    record Secrecy(
            @JsonProperty(required = true) Map<String, String> sms,
            @JsonProperty(required = true) Map<String, String> voice,
            @JsonProperty(required = true) Map<String, String> email) {

        Secrecy {
            for (Map<String, String> sentences : List.of(sms, voice, email)) {
                if (sentences.getOrDefault("other", "").isBlank()
                        || sentences.getOrDefault("refill", "").isBlank()) {
                    throw new IllegalArgumentException("secrecy needs other and refill for each text");
                }
                sentences.forEach((purpose, sentence) -> {
                    if (!Set.of("facility").containsAll(parts(sentence))) {
                        throw new IllegalArgumentException("secrecy may name no part but {facility}: " + sentence);
                    }
                });
            }
        }

        static String of(Map<String, String> sentences, Purpose purpose) {
            return sentences.getOrDefault(purpose.code(), sentences.getOrDefault("other", ""));
        }
    }

    private static final Pattern PART = Pattern.compile("\\{(\\w+)}");

    MessageTexts {
        new SpokenDigits(digits);
        requireParts("sms", sms, Set.of("facility", "purpose", "code", "tag", "n", "secrecy"));
        requireParts("voice", voice, Set.of("facility", "purpose", "code", "tag", "minutes", "secrecy"));
        requireParts("minutes.other", minutes.getOrDefault("other", ""), Set.of("n"));
        for (Purpose purpose : Purpose.values()) {
            if (purposes.getOrDefault(purpose.code(), "").isBlank()) {
                throw new IllegalArgumentException("purposes lacks " + purpose.code());
            }
        }
    }

    private static void requireParts(String name, String text, Set<String> parts) {
        Set<String> found = parts(text);
        if (!found.equals(parts)) {
            throw new IllegalArgumentException(name + " must name exactly the parts " + parts + " but names " + found);
        }
    }

    private static Set<String> parts(String text) {
        return PART.matcher(text).results().map(hit -> hit.group(1)).collect(Collectors.toSet());
    }

    String purpose(Purpose purpose) {
        return purposes.getOrDefault(purpose.code(), "");
    }

    /** {@code 5 minutes}, in the number that the language uses with it. */
    String minutes(long count) {
        String other = minutes.getOrDefault("other", "");
        String words = count == 1
                ? minutes.getOrDefault("one", other)
                : count == 2 ? minutes.getOrDefault("two", other) : other;
        return words.replace("{n}", Long.toString(count));
    }

    /** Puts each part in its place in one pass: a value that holds braces is not looked at again. */
    static String fill(String text, Map<String, String> parts) {
        return PART.matcher(text)
                .replaceAll(
                        (MatchResult hit) -> Matcher.quoteReplacement(Objects.requireNonNull(parts.get(hit.group(1)))));
    }
}
