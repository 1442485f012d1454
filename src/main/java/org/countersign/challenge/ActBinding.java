package org.countersign.challenge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;

/**
 * Hash of the act that a code is for: amend the act and the hash, and with it the code, is another (PSD2 RTS Art. 5(d)
 * applied to clinical orders).
 *
 * @param hex SHA-256, 64 hex digits
 */
public record ActBinding(String hex) {

    /** Binds to named values; names and values are framed by their lengths, so that no two sets collide. */
    public static ActBinding of(SortedMap<String, String> values) {
        MessageDigest digest = sha256();
        values.forEach((name, value) -> {
            update(digest, name);
            update(digest, value);
        });
        return new ActBinding(HexFormat.of().formatHex(digest.digest()));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
