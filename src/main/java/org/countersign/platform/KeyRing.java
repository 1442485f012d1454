package org.countersign.platform;

import java.security.GeneralSecurityException;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The hub's secrets, one master secret of 32 bytes for each epoch. Keys for codes, for sealing data at rest and for
 * signing are derived from it by HKDF-SHA-256 (RFC 5869), so that no key serves two purposes. New values use the newest
 * epoch; older epochs stay to read what they wrote. Pseudonyms always use the oldest epoch, since they must not change.
 * Thread-safe.
 */
public final class KeyRing {

    private static final int SECRET_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER_BYTES = 4 + NONCE_BYTES;

    private final NavigableMap<Integer, EpochKeys> epochs = new TreeMap<>();

    /** @param secrets epoch number to master secret of at least 32 bytes; at least one */
    public KeyRing(NavigableMap<Integer, byte[]> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("A key ring needs at least one epoch");
        }
        secrets.forEach((epoch, secret) -> epochs.put(epoch, EpochKeys.derive(epoch, secret)));
    }

    /** The epoch that new codes, seals and signatures use. */
    public int currentEpoch() {
        return epochs.lastKey();
    }

    /** HMAC-SHA-256 of {@code data} under the code key of {@code epoch}; 32 bytes. */
    public byte[] codeMac(int epoch, byte[] data) {
        return mac(keys(epoch).code(), data);
    }

    /** HMAC-SHA-256 of {@code data} under the signing key of {@code epoch}; 32 bytes. */
    public byte[] sign(int epoch, byte[] data) {
        return mac(keys(epoch).sign(), data);
    }

    byte[] pseudonym(byte[] data) {
        return mac(epochs.firstEntry().getValue().pseudonym(), data);
    }

    /** Encrypts with AES-256-GCM: epoch (4 bytes), nonce (12), then the cipher text with its tag. */
    public byte[] seal(byte[] plain) {
        int epoch = currentEpoch();
        byte[] nonce = Nonces.next();
        byte[] body = gcm(Cipher.ENCRYPT_MODE, epoch, nonce, plain, 0, plain.length);
        byte[] sealed = new byte[HEADER_BYTES + body.length];
        java.nio.ByteBuffer.wrap(sealed).putInt(epoch).put(nonce).put(body);
        return sealed;
    }

    /**
     * Decrypts what {@link #seal} made.
     *
     * @throws OperationalException INVALID_INPUT when the bytes were altered or their epoch is not on this ring
     */
    public byte[] open(byte[] sealed) {
        if (sealed.length < HEADER_BYTES) {
            throw new OperationalException(ErrorCategory.INVALID_INPUT, "Sealed data is cut short");
        }
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(sealed);
        int epoch = buffer.getInt();
        byte[] nonce = new byte[NONCE_BYTES];
        buffer.get(nonce);
        return gcm(Cipher.DECRYPT_MODE, epoch, nonce, sealed, HEADER_BYTES, sealed.length - HEADER_BYTES);
    }

    private byte[] gcm(int mode, int epoch, byte[] nonce, byte[] data, int offset, int length) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, keys(epoch).seal(), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(data, offset, length);
        } catch (javax.crypto.AEADBadTagException e) {
            throw new OperationalException(
                    ErrorCategory.INVALID_INPUT, "Sealed data was altered or the key is another");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not usable", e);
        }
    }

    private EpochKeys keys(int epoch) {
        EpochKeys keys = epochs.get(epoch);
        if (keys == null) {
            throw new OperationalException(
                    ErrorCategory.INVALID_INPUT, "Key epoch " + epoch + " is not on this key ring");
        }
        return keys;
    }

    private static byte[] mac(SecretKey key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not usable", e);
        }
    }

    private record EpochKeys(SecretKey code, SecretKey seal, SecretKey sign, SecretKey pseudonym) {

        static EpochKeys derive(int epoch, byte[] secret) {
            if (secret.length < SECRET_BYTES) {
                throw new IllegalArgumentException("The secret of epoch " + epoch + " is shorter than 32 bytes");
            }
            return new EpochKeys(
                    derive(secret, "code", "HmacSHA256"),
                    derive(secret, "seal", "AES"),
                    derive(secret, "sign", "HmacSHA256"),
                    derive(secret, "pseudonym", "HmacSHA256"));
        }

        private static SecretKey derive(byte[] secret, String purpose, String algorithm) {
            try {
                byte[] info = ("countersign/" + purpose + "/1").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                var spec = HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(info, SECRET_BYTES);
                return new SecretKeySpec(KDF.getInstance("HKDF-SHA256").deriveData(spec), algorithm);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("HKDF-SHA-256 is not usable", e);
            }
        }
    }

    /** Random nonces: 96 bits stay safe far beyond the number of seals one key will ever make. */
    private static final class Nonces {
        private static final java.security.SecureRandom RANDOM = new java.security.SecureRandom();

        static byte[] next() {
            byte[] nonce = new byte[NONCE_BYTES];
            RANDOM.nextBytes(nonce);
            return nonce;
        }
    }
}
