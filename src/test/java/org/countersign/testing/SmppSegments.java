package org.countersign.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.message.GsmAlphabet;
import org.jsmpp.bean.SubmitSm;

/** Puts the segments of long messages together again and decodes them; 3GPP TS 23.040 §9.2.3.24.1. */
final class SmppSegments {

    private static final int UCS_2 = 8;
    private static final byte ESCAPE = 0x1B;
    private static final Map<Integer, String> GSM = gsm();

    private final Map<String, String[]> parts = new HashMap<>();

    /** The whole text, with its last segment. */
    synchronized Optional<String> add(SubmitSm submit) {
        byte[] octets = submit.getShortMessage();
        boolean hasHeader = (submit.getEsmClass() & 0x40) != 0;
        if (!hasHeader) {
            return Optional.of(decode(octets, submit.getDataCoding()));
        }
        int header = octets[0] + 1;
        String key = submit.getDestAddress() + "/" + octets[3];
        String[] texts = parts.computeIfAbsent(key, unused -> new String[octets[4]]);
        texts[octets[5] - 1] = decode(Arrays.copyOfRange(octets, header, octets.length), submit.getDataCoding());
        if (Stream.of(texts).anyMatch(Objects::isNull)) {
            return Optional.empty();
        }
        parts.remove(key);
        return Optional.of(Stream.of(texts).collect(Collectors.joining()));
    }

    private static String decode(byte[] octets, byte dataCoding) {
        if (dataCoding == UCS_2) {
            return new String(octets, StandardCharsets.UTF_16BE);
        }
        var text = new StringBuilder();
        for (int i = 0; i < octets.length; i++) {
            boolean extended = octets[i] == ESCAPE;
            text.append(GSM.get(extended ? ESCAPE << 8 | octets[++i] : octets[i]));
        }
        return text.toString();
    }

    private static Map<Integer, String> gsm() {
        var characters = new HashMap<Integer, String>();
        for (char character = 0; character < 0x2200; character++) {
            String text = String.valueOf(character);
            GsmAlphabet.encode(text)
                    .ifPresent(code -> characters.put(code.length == 1 ? code[0] : ESCAPE << 8 | code[1], text));
        }
        return characters;
    }
}
