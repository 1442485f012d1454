package org.countersign.callback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The few things that all signatures are made of. */
final class Macs {

    private Macs() {}

    static byte[] sha1(byte[] key, byte[]... parts) {
        return mac("HmacSHA1", key, parts);
    }

    static byte[] sha256(byte[] key, byte[]... parts) {
        return mac("HmacSHA256", key, parts);
    }

    static byte[] digest(byte[] data) {
        return digest("SHA-256", data);
    }

    /** A checksum within what is signed, and no protection by itself. */
    static byte[] md5(byte[] data) {
        return digest("MD5", data);
    }

    static String hex(byte[] data) {
        return HexFormat.of().formatHex(data);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Whether two texts are the same, in a time that tells nothing. Signatures are compared as they are written: base64
     * has several spellings of the same bytes.
     */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(bytes(one), bytes(other));
    }

    private static byte[] digest(String algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm).digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is not usable", e);
        }
    }

    private static byte[] mac(String algorithm, byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is not usable", e);
        }
    }
}
