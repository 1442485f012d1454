package org.countersign.console;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Collectors;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Sees to it that the pharmacist can sign in: with the password of the settings, or one that is made and shown once. */
final class FirstSignIn {

    static final String USER = "pharmacist";

    /** No letters or digits that are taken for one another; 20 of these 32 make 100 bits. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int LENGTH = 20;
    private static final int LEAST_BYTES = 8;
    /** bcrypt reads no further. */
    private static final int MOST_BYTES = 72;

    private final ConsoleUserStore users;
    private final PasswordEncoder encoder;
    private final Clock clock;
    private final PrintStream out;

    FirstSignIn(ConsoleUserStore users, PasswordEncoder encoder, Clock clock, PrintStream out) {
        this.users = users;
        this.encoder = encoder;
        this.clock = clock;
        this.out = out;
    }

    /**
     * Takes over the configured password.
     *
     * @throws OperationalException INVALID_INPUT when it is too short or too long
     */
    void configure(Sensitive<String> password) {
        int bytes = password.reveal().getBytes(StandardCharsets.UTF_8).length;
        if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
            throw new OperationalException(
                    ErrorCategory.INVALID_INPUT,
                    "countersign.console.password must have " + LEAST_BYTES + " to " + MOST_BYTES + " bytes");
        }
        Optional<String> standing = users.findPasswordHash(USER);
        if (standing.filter(hash -> encoder.matches(password.reveal(), hash)).isPresent()) {
            return;
        }
        String hash = encoder.encode(password.reveal());
        if (!users.add(USER, hash, clock.instant())) {
            users.changePassword(USER, hash, clock.instant());
        }
    }

    /** Makes a password if the pharmacist has none yet, and shows it: on the console, never in the log. */
    void invite(String page) {
        if (users.findPasswordHash(USER).isPresent()) {
            return;
        }
        String password = generate();
        if (users.add(USER, encoder.encode(password), clock.instant())) {
            out.printf("%nSign in at %s as %s with password %s (shown once)%n%n", page, USER, password);
            out.flush();
        }
    }

    private static String generate() {
        return new SecureRandom()
                .ints(LENGTH, 0, LETTERS.length())
                .mapToObj(LETTERS::charAt)
                .map(String::valueOf)
                .collect(Collectors.joining())
                .replaceAll("(.{5})(?=.)", "$1-");
    }
}
