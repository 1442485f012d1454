package org.countersign.message;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The GSM 7-bit default alphabet with its extension table, one septet to an octet as SMPP carries it.
 *
 * @see <a href="https://www.3gpp.org/dynareport/23038.htm">3GPP TS 23.038 §6.2.1 and §6.2.1.1</a>
 */
public final class GsmAlphabet {

    private static final int ESCAPE = 0x1B;

    /** By code; the place of the escape holds a character that no text has. */
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\uFFFFÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private static final String EXTENDED = "\f^{}\\[~]|€";
    private static final byte[] EXTENDED_CODES = {0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65};

    private GsmAlphabet() {}

    /** The octets of {@code text}; empty when a character is not in this alphabet. */
    public static Optional<byte[]> encode(String text) {
        var octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            int basic = basic(character);
            if (basic >= 0) {
                octets.write(basic);
                continue;
            }
            int extended = EXTENDED.indexOf(character);
            if (extended < 0) {
                return Optional.empty();
            }
            octets.write(ESCAPE);
            octets.write(EXTENDED_CODES[extended]);
        }
        return Optional.of(octets.toByteArray());
    }

    /** How many septets {@code text} takes; empty when a character is not in this alphabet. */
    static OptionalInt septets(String text) {
        int sum = 0;
        for (int i = 0; i < text.length(); i++) {
            int width = width(text.charAt(i));
            if (width == 0) {
                return OptionalInt.empty();
            }
            sum += width;
        }
        return OptionalInt.of(sum);
    }

    /** Septets of one character: 1, 2 with its escape, 0 when it is not in this alphabet. */
    static int width(char character) {
        if (basic(character) >= 0) {
            return 1;
        }
        return EXTENDED.indexOf(character) >= 0 ? 2 : 0;
    }

    private static int basic(char character) {
        return character == '\uFFFF' ? -1 : BASIC.indexOf(character);
    }
}
