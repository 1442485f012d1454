package org.countersign.verification;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.SecretFile;
import org.countersign.platform.Sensitive;

/** The key that lets a portal use the API: from the settings, or from a file that is made at the first start. */
public final class ApiKeys {

    static final int LEAST_LENGTH = 16;

    private static final int KEY_BYTES = 32;

    private final byte[] expected;

    private ApiKeys(Sensitive<String> key, String source) {
        if (key.reveal().length() < LEAST_LENGTH) {
            throw new OperationalException(
                    ErrorCategory.INVALID_INPUT,
                    "The API key of " + source + " is shorter than " + LEAST_LENGTH + " characters");
        }
        expected = digest(key.reveal());
    }

    /**
     * Takes the key from the settings.
     *
     * @throws OperationalException INVALID_INPUT when it is shorter than 16 characters
     */
    static ApiKeys configured(Sensitive<String> key) {
        return new ApiKeys(key, "countersign.api.key");
    }

    /**
     * Reads the key from {@code file}; makes the file, for its owner alone, when there is none.
     *
     * @throws OperationalException INVALID_INPUT when what it holds is shorter than 16 characters
     */
    static ApiKeys open(Path file) {
        Sensitive<String> key = SecretFile.open(file, () -> SecretFile.random(KEY_BYTES) + "\n");
        return new ApiKeys(Sensitive.of(key.reveal().strip()), file.toString());
    }

    /** Whether {@code presented} is the key; takes the same time however much of it is right. */
    public boolean matches(String presented) {
        return MessageDigest.isEqual(expected, digest(presented));
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
