package org.countersign.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** MSH-18 (table 0211) as the JDK's charsets, with the names that are seen beside the standard's. */
public final class MessageCharset {

    private static final Map<String, String> TABLE = Map.ofEntries(
            Map.entry("ASCII", "US-ASCII"),
            Map.entry("ISO IR6", "US-ASCII"),
            Map.entry("UNICODE", "UTF-8"),
            Map.entry("UNICODE UTF-8", "UTF-8"),
            Map.entry("ISO IR14", "JIS_X0201"),
            Map.entry("ISO IR87", "ISO-2022-JP"),
            Map.entry("ISO IR159", "ISO-2022-JP-2"),
            Map.entry("JAS2020", "ISO-2022-JP"),
            Map.entry("JIS X 0202", "ISO-2022-JP"),
            Map.entry("GB 18030-2000", "GB18030"),
            Map.entry("KS X 1001", "EUC-KR"),
            Map.entry("CNS 11643-1992", "EUC-TW"),
            Map.entry("BIG-5", "Big5"));

    private static final String PRINTABLE =
            IntStream.range(' ', 0x7F).mapToObj(Character::toString).collect(Collectors.joining("", "\r\n", ""));

    private MessageCharset() {}

    /** The charset that {@code msh18} names; {@code fallback} for an empty or unknown name. */
    public static Charset of(String msh18, Charset fallback) {
        return find(msh18).orElse(fallback);
    }

    /** Whether the name is of a charset in which a frame's bytes, MSH and the delimiters are not what they are in ASCII. */
    public static boolean isUnframeable(String msh18) {
        String name = msh18.strip().toUpperCase(Locale.ROOT);
        boolean wide = name.contains("UTF-16") || name.contains("UTF-32");
        return wide
                || find(msh18).filter(charset -> !isSupersetOfAscii(charset)).isPresent();
    }

    /** Whether the name adds nothing to ASCII: such are followed by a second name where text switches by escapes. */
    static boolean isAscii(String msh18) {
        String name = msh18.strip().toUpperCase(Locale.ROOT);
        return name.isEmpty() || name.equals("ASCII") || name.equals("ISO IR6");
    }

    private static boolean isSupersetOfAscii(Charset charset) {
        return new String(PRINTABLE.getBytes(StandardCharsets.US_ASCII), charset).equals(PRINTABLE);
    }

    /**
     * Decodes a message. Without a name, or under ASCII, strict UTF-8 is tried before the feed's charset, since many
     * senders of UTF-8 do not say so. Bytes that the charset does not know become U+FFFD.
     */
    public static String decode(byte[] message, String msh18, Charset fallback) {
        Optional<Charset> named = find(msh18).filter(charset -> !charset.equals(StandardCharsets.US_ASCII));
        return named.map(charset -> new String(message, charset))
                .orElseGet(() -> strictUtf8(message).orElseGet(() -> new String(message, fallback)));
    }

    /** The charset by which {@link #decode} reads a message. */
    static Charset used(byte[] message, String msh18, Charset fallback) {
        return find(msh18)
                .filter(charset -> !charset.equals(StandardCharsets.US_ASCII))
                .orElseGet(() -> strictUtf8(message).isPresent() ? StandardCharsets.UTF_8 : fallback);
    }

    private static Optional<Charset> find(String msh18) {
        String name = msh18.strip().toUpperCase(Locale.ROOT);
        String java = TABLE.getOrDefault(name, name.startsWith("8859/") ? "ISO-8859-" + name.substring(5) : name);
        try {
            return java.isEmpty() || !Charset.isSupported(java) ? Optional.empty() : Optional.of(Charset.forName(java));
        } catch (IllegalCharsetNameException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> strictUtf8(byte[] message) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
