package org.countersign.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** A file that holds a secret, made at the first start for its owner alone. */
public final class SecretFile {

    private static final SecureRandom RANDOM = new SecureRandom();

    private SecretFile() {}

    /**
     * Reads {@code file}; makes it when there is none. Of several who make it at once all get what the first wrote.
     *
     * @param content what a new file holds
     * @return what the file holds
     * @throws UncheckedIOException when it can be neither read nor made
     */
    public static Sensitive<String> open(Path file, Supplier<String> content) {
        try {
            if (!Files.exists(file)) {
                make(file.toAbsolutePath(), content.get());
            }
            return Sensitive.of(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " cannot be read or made", e);
        }
    }

    /** {@code bytes} random bytes in Base64 for URLs, without padding. */
    public static String random(int bytes) {
        byte[] secret = new byte[bytes];
        RANDOM.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    private static void make(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path draft = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new", ownerOnly);
        try {
            Files.writeString(draft, content, StandardOpenOption.SYNC, StandardOpenOption.WRITE);
            // A link, unlike a move, never replaces what another hub made in the meantime.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            return;
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
