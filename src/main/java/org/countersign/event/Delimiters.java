package org.countersign.event;

import java.util.Optional;

/** The encoding characters of one message, MSH-1 and MSH-2 (HL7 v2.5.1 §2.5.4). */
public record Delimiters(char field, char component, char repetition, char escape, char subcomponent) {

    /** {@code |^~\&}, what nearly every sender uses. */
    public static final Delimiters STANDARD = new Delimiters('|', '^', '~', '\\', '&');

    private static final int FIRST_ENCODING_CHARACTER = 4;

    /** What the MSH, BHS or FHS line names; characters that it leaves out are the standard ones. Empty for any other. */
    static Optional<Delimiters> find(String line) {
        boolean header = line.startsWith("MSH") || line.startsWith("BHS") || line.startsWith("FHS");
        if (!header || line.length() < FIRST_ENCODING_CHARACTER) {
            return Optional.empty();
        }
        char field = line.charAt(3);
        if (Character.isLetterOrDigit(field) || Character.isWhitespace(field)) {
            return Optional.empty();
        }
        int end = line.indexOf(field, FIRST_ENCODING_CHARACTER);
        String encoding = line.substring(FIRST_ENCODING_CHARACTER, end < 0 ? line.length() : end);
        return Optional.of(new Delimiters(
                field,
                at(encoding, 0, STANDARD.component),
                at(encoding, 1, STANDARD.repetition),
                at(encoding, 2, STANDARD.escape),
                at(encoding, 3, STANDARD.subcomponent)));
    }

    private static char at(String encoding, int index, char standard) {
        return index < encoding.length() ? encoding.charAt(index) : standard;
    }

    /** Appends {@code text} to a field, its delimiters escaped (HL7 v2.5.1 §2.7.1). */
    public void escape(String text, StringBuilder field) {
        text.codePoints().forEach(point -> {
            char letter = escapeLetter(point);
            if (letter == 0) {
                field.appendCodePoint(point);
            } else {
                field.append(escape).append(letter).append(escape);
            }
        });
    }

    /** 0 for what needs no escape. */
    private char escapeLetter(int point) {
        if (point == field) {
            return 'F';
        } else if (point == component) {
            return 'S';
        } else if (point == repetition) {
            return 'R';
        } else if (point == escape) {
            return 'E';
        } else {
            return point == subcomponent ? 'T' : 0;
        }
    }
}
