package org.countersign.node;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.countersign.platform.KeyRing;
import org.countersign.platform.SecretFile;

/**
 * The file of master secrets, one line for each epoch: its number, a space, at least 32 bytes in Base64. Lines that
 * start with {@code #} are comments. Made at the first start, for its owner alone; without it the hub's data cannot be
 * read.
 */
final class KeyRingFile {

    private static final int SECRET_BYTES = 32;

    private KeyRingFile() {}

    /**
     * Reads the file; makes it with one new secret when there is none.
     *
     * @throws IllegalArgumentException naming file and line when a line is not understood
     */
    static KeyRing open(Path file) {
        String lines = SecretFile.open(file, KeyRingFile::fresh).reveal();
        return new KeyRing(parse(file, lines.lines().toList()));
    }

    private static String fresh() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return "# Master secrets of this hub: keep a copy in a safe place, and show it to nobody.\n1 "
                + Base64.getEncoder().encodeToString(secret) + "\n";
    }

    private static NavigableMap<Integer, byte[]> parse(Path file, List<String> lines) {
        NavigableMap<Integer, byte[]> secrets = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\\s+", 2);
            try {
                secrets.put(Integer.valueOf(parts[0]), Base64.getDecoder().decode(parts.length < 2 ? "" : parts[1]));
            } catch (IllegalArgumentException e) {
                // The cause would quote the line, and with it the secret.
                throw new IllegalArgumentException(
                        file + ":" + (i + 1) + ": expected an epoch number, a space and a secret in Base64");
            }
        }
        return secrets;
    }
}
