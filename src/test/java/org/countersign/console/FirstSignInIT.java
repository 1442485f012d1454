package org.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;
import org.countersign.testing.MutableClock;
import org.countersign.testing.TestDatabase;
import org.countersign.testing.WebHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class FirstSignInIT {

    private static final String PAGE = "http://127.0.0.1:8080/refills";
    private static final Pattern INVITATION =
            Pattern.compile("\\RSign in at " + PAGE + " as pharmacist with password (\\S+) \\(shown once\\)\\R+");

    private final TestDatabase database = TestDatabase.create();
    private final ConsoleUserStore users = new ConsoleUserStore(database.jdbc());
    private final BCryptPasswordEncoder encoder = new BCryptPasswordEncoder(4);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final FirstSignIn first = new FirstSignIn(
            users, encoder, new MutableClock(WebHub.START), new PrintStream(out, true, StandardCharsets.UTF_8));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void thePasswordIsShownOnceAndKeptAsAHashOnly() {
        first.invite(PAGE);
        Matcher shown = INVITATION.matcher(out.toString(StandardCharsets.UTF_8));
        assertThat(shown.matches()).as(out.toString(StandardCharsets.UTF_8)).isTrue();
        assertThat(shown.group(1)).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
        String hash = users.findPasswordHash("pharmacist").orElseThrow();
        assertThat(hash).startsWith("$2a$");
        assertThat(encoder.matches(shown.group(1), hash)).isTrue();
        out.reset();
        first.invite(PAGE);
        assertThat(out.toByteArray()).isEmpty();
    }

    @Test
    void aConfiguredPasswordIsNeverShownAndReplacesTheOldOne() {
        first.configure(Sensitive.of("correct horse"));
        first.invite(PAGE);
        assertThat(out.toByteArray()).isEmpty();
        String hash = users.findPasswordHash("pharmacist").orElseThrow();
        first.configure(Sensitive.of("correct horse"));
        assertThat(users.findPasswordHash("pharmacist")).contains(hash);
        first.configure(Sensitive.of("battery staple"));
        assertThat(encoder.matches(
                        "battery staple", users.findPasswordHash("pharmacist").orElseThrow()))
                .isTrue();
    }

    @Test
    void aPasswordThatBcryptWouldCutOrThatIsTooShortIsRefusedWithoutBeingQuoted() {
        for (String password : new String[] {"seven-7", "x".repeat(73)}) {
            assertThatThrownBy(() -> first.configure(Sensitive.of(password)))
                    .isInstanceOf(OperationalException.class)
                    .hasMessageContaining("8 to 72")
                    .hasMessageNotContaining(password);
        }
        assertThat(users.findPasswordHash("pharmacist")).isEmpty();
    }
}
