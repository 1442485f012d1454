package org.countersign.event;

import org.jspecify.annotations.Nullable;

/** Escape sequences in text (HL7 v2.5.1 §2.7). */
final class Escapes {

    private Escapes() {}

    /**
     * Resolves the sequences of {@code raw}. Line breaks become spaces and highlighting goes away; a sequence that is
     * not known, or not closed, stays as it is.
     */
    static String decode(String raw, Delimiters delimiters) {
        char escape = delimiters.escape();
        StringBuilder text = new StringBuilder(raw.length());
        int from = 0;
        int at = raw.indexOf(escape);
        while (at >= 0) {
            int close = raw.indexOf(escape, at + 1);
            String meaning = close < 0 ? null : meaning(raw.substring(at + 1, close), delimiters);
            if (meaning == null) {
                at = close; // This sign opens nothing; the next one may.
            } else {
                text.append(raw, from, at).append(meaning);
                from = close + 1;
                at = raw.indexOf(escape, from);
            }
        }
        return text.append(raw, from, raw.length()).toString();
    }

    private static @Nullable String meaning(String sequence, Delimiters delimiters) {
        return switch (sequence) {
            case "F" -> String.valueOf(delimiters.field());
            case "S" -> String.valueOf(delimiters.component());
            case "T" -> String.valueOf(delimiters.subcomponent());
            case "R" -> String.valueOf(delimiters.repetition());
            case "E" -> String.valueOf(delimiters.escape());
            case "H", "N" -> "";
            default -> longer(sequence);
        };
    }

    private static @Nullable String longer(String sequence) {
        if (sequence.startsWith("X") && sequence.length() > 1) {
            return hex(sequence.substring(1));
        }
        return sequence.startsWith(".") && sequence.length() >= 3 ? " " : null;
    }

    /** Bytes in hex, of which only printable ASCII can be known without the sender's charset. */
    private static @Nullable String hex(String digits) {
        if (digits.length() % 2 != 0 || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits.length(); i += 2) {
            int value = Integer.parseInt(digits.substring(i, i + 2), 16);
            text.append(value >= 0x20 && value < 0x7F ? (char) value : ' ');
        }
        return text.toString();
    }
}
