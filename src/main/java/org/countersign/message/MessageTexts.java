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
 * @param purposes what the code is for, by purpose, to stand in the place of {@code {purpose}}
 */
record MessageTexts(
        @JsonProperty(required = true) List<String> digits,
        @JsonProperty(required = true) Map<String, String> minutes,
        @JsonProperty(required = true) Map<String, String> purposes,
        @JsonProperty(required = true) String sms,
        @JsonProperty(required = true) String voice,
        @JsonProperty(required = true) Email email) {

    /** A mail's two texts. */
    record Email(
            @JsonProperty(required = true) String subject,
            @JsonProperty(required = true) String body) {

        Email {
            requireParts("email.subject", subject, Set.of("facility", "tag"));
            requireParts("email.body", body, Set.of("facility", "purpose", "code", "tag", "minutes"));
        }
    }

    private static final Pattern PART = Pattern.compile("\\{(\\w+)}");

    MessageTexts {
        new SpokenDigits(digits);
        requireParts("sms", sms, Set.of("facility", "purpose", "code", "tag", "n"));
        requireParts("voice", voice, Set.of("facility", "purpose", "code", "tag", "minutes"));
        requireParts("minutes.other", minutes.getOrDefault("other", ""), Set.of("n"));
        for (Purpose purpose : Purpose.values()) {
            if (purposes.getOrDefault(purpose.code(), "").isBlank()) {
                throw new IllegalArgumentException("purposes lacks " + purpose.code());
            }
        }
    }

    private static void requireParts(String name, String text, Set<String> parts) {
        Set<String> found =
                PART.matcher(text).results().map(hit -> hit.group(1)).collect(Collectors.toSet());
        if (!found.equals(parts)) {
            throw new IllegalArgumentException(name + " must name exactly the parts " + parts + " but names " + found);
        }
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
