package org.countersign.message;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A code as a voice says it: each digit a word with a pause after it, in threes. Words, because a numeral before a full
 * stop is read as an ordinal in German ("4." is "vierte"), and numerals side by side as one number.
 */
final class SpokenDigits {

    private static final int GROUP = 3;

    private final List<String> words;

    /** @param words the ten digits from zero, in one language */
    SpokenDigits(List<String> words) {
        if (words.size() != 10) {
            throw new IllegalArgumentException("A language has ten digits, not " + words.size());
        }
        this.words = List.copyOf(words);
    }

    /** {@code 123456} → {@code one, two, three … four, five, six}. */
    String say(String digits) {
        var spoken = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0) {
                spoken.append(i % GROUP == 0 ? " … " : ", ");
            }
            spoken.append(words.get(Character.digit(digits.charAt(i), 10)));
        }
        return spoken.toString();
    }

    /** {@code KQX} → {@code K, Q, X}. */
    static String spell(String letters) {
        return letters.chars().mapToObj(Character::toString).collect(Collectors.joining(", "));
    }
}
