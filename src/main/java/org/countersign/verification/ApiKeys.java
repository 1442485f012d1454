package org.countersign.verification;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.SecretFile;
import org.countersign.platform.Sensitive;

/**
 * The key that lets a portal use the API, from the settings or from a file that is made at the first start; and a second
 * one, if it is set, whose bearer may also see stored messages unmasked.
 */
public final class ApiKeys {

    static final int LEAST_LENGTH = 16;

    private static final int KEY_BYTES = 32;

    private final byte[] expected;
    private final Optional<byte[]> unmasking;

    private ApiKeys(byte[] expected, Optional<byte[]> unmasking) {
        this.expected = expected;
        this.unmasking = unmasking;
    }

    private static ApiKeys of(Sensitive<String> key, String source) {
        return new ApiKeys(checked(key, source), Optional.empty());
    }

    private static byte[] checked(Sensitive<String> key, String source) {
        if (key.reveal().length() < LEAST_LENGTH) {
            throw new OperationalException(
                    ErrorCategory.INVALID_INPUT,
                    "The API key of " + source + " is shorter than " + LEAST_LENGTH + " characters");
        }
        return digest(key.reveal());
    }

    /**
     * Takes the key from the settings.
     *
     * @throws OperationalException INVALID_INPUT when it is shorter than 16 characters
     */
    static ApiKeys configured(Sensitive<String> key) {
        return of(key, "countersign.api.key");
    }

    /**
     * Reads the key from {@code file}; makes the file, for its owner alone, when there is none.
     *
     * @throws OperationalException INVALID_INPUT when what it holds is shorter than 16 characters
     */
    static ApiKeys open(Path file) {
        Sensitive<String> key = SecretFile.open(file, () -> SecretFile.random(KEY_BYTES) + "\n");
        return of(Sensitive.of(key.reveal().strip()), file.toString());
    }

    /**
     * The same with a second key.
     *
     * @throws OperationalException INVALID_INPUT when it is shorter than 16 characters, or the first one once more
     */
    ApiKeys withUnmaskKey(Sensitive<String> key) {
        byte[] second = checked(key, "countersign.api.unmask-key");
        if (MessageDigest.isEqual(expected, second)) {
            throw new OperationalException(
                    ErrorCategory.INVALID_INPUT, "countersign.api.unmask-key must differ from the API key");
        }
        return new ApiKeys(expected, Optional.of(second));
    }

    /** Whether {@code presented} is one of the keys; takes the same time however much of it is right. */
    public boolean matches(String presented) {
        boolean first = MessageDigest.isEqual(expected, digest(presented));
        boolean second = unmasks(presented);
        return first || second;
    }

    /** Whether {@code presented} is the key whose bearer may see stored messages unmasked. */
    public boolean unmasks(String presented) {
        byte[] digest = digest(presented);
        return unmasking.filter(second -> MessageDigest.isEqual(second, digest)).isPresent();
    }

    /** Digests are of one length, so that comparing them tells nothing of the key's. */
    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
