package org.countersign.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.countersign.platform.KeyRing;

/**
 * The file of master secrets, one line for each epoch: its number, a space, at least 32 bytes in Base64. Lines that
 * start with {@code #} are comments. Made at the first start, for its owner alone; without it the hub's data cannot be
 * read.
 */
final class KeyRingFile {

    private static final int SECRET_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private KeyRingFile() {}

    /**
     * Reads the file; makes it with one new secret when there is none.
     *
     * @throws IllegalArgumentException naming file and line when a line is not understood
     */
    static KeyRing open(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return new KeyRing(parse(file, Files.readAllLines(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("The key ring " + file + " cannot be read or made", e);
        }
    }

    private static void make(Path file) throws IOException {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        String text = "# Master secrets of this hub: keep a copy in a safe place, and show it to nobody.\n1 "
                + Base64.getEncoder().encodeToString(secret) + "\n";
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = Files.createTempFile(
                file.toAbsolutePath().getParent(), "keyring", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            Files.writeString(draft, text, StandardOpenOption.SYNC, StandardOpenOption.WRITE);
            // A link, unlike a move, never replaces what another hub made in the meantime.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            return;
        } finally {
            Files.deleteIfExists(draft);
        }
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
