package org.countersign.message;

import java.util.OptionalInt;

/**
 * What a text costs as SMS: its alphabet and how many segments it is split into.
 *
 * @param alphabet GSM 7-bit where every character is in it, otherwise UCS-2
 * @param units septets (an extension character counts two) or UTF-16 code units
 * @param count segments: 160 units fit one in GSM 7-bit and 153 each of several; 70 and 67 in UCS-2
 * @see <a href="https://www.3gpp.org/dynareport/23038.htm">3GPP TS 23.038 §6.2.1</a>
 */
public record SmsSegments(Alphabet alphabet, int units, int count) {

    /** The two alphabets of SMS and how much of each fits. */
    public enum Alphabet {
        GSM_7(160, 153),
        UCS_2(70, 67);

        private final int single;
        private final int concatenated;

        Alphabet(int single, int concatenated) {
            this.single = single;
            this.concatenated = concatenated;
        }

        /** Units of a text that is one segment. */
        int single() {
            return single;
        }
    }

    /** Measures {@code text}; an empty text is one segment. */
    public static SmsSegments of(String text) {
        OptionalInt septets = GsmAlphabet.septets(text);
        return septets.isPresent() ? gsm(text, septets.getAsInt()) : ucs2(text);
    }

    private static SmsSegments gsm(String text, int septets) {
        if (septets <= Alphabet.GSM_7.single) {
            return new SmsSegments(Alphabet.GSM_7, septets, 1);
        }
        int count = 1;
        int room = Alphabet.GSM_7.concatenated;
        for (int i = 0; i < text.length(); i++) {
            int width = GsmAlphabet.width(text.charAt(i));
            if (room < width) { // an escape is not parted from its character
                count++;
                room = Alphabet.GSM_7.concatenated;
            }
            room -= width;
        }
        return new SmsSegments(Alphabet.GSM_7, septets, count);
    }

    private static SmsSegments ucs2(String text) {
        int units = text.length();
        if (units <= Alphabet.UCS_2.single) {
            return new SmsSegments(Alphabet.UCS_2, units, 1);
        }
        int count = 1;
        int room = Alphabet.UCS_2.concatenated;
        for (int i = 0; i < units; i += Character.charCount(text.codePointAt(i))) {
            int width = Character.charCount(text.codePointAt(i));
            if (room < width) { // nor are surrogates
                count++;
                room = Alphabet.UCS_2.concatenated;
            }
            room -= width;
        }
        return new SmsSegments(Alphabet.UCS_2, units, count);
    }
}
