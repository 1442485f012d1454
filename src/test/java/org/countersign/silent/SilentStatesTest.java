package org.countersign.silent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.countersign.platform.KeyRing;
import org.countersign.testing.TestKeys;
import org.junit.jupiter.api.Test;

/** What travels with a phone. */
class SilentStatesTest {

    private static final SilentState STATE =
            new SilentState(UUID.randomUUID(), 0, true, "british", "https://portal.example/back");

    private final SilentStates states = new SilentStates(TestKeys.ring());

    @Test
    void whatIsSealedIsOpenedAndLooksDifferentEachTime() {
        assertThat(states.open(states.seal(STATE))).contains(STATE);
        assertThat(states.seal(STATE)).isNotEqualTo(states.seal(STATE)).matches("[A-Za-z0-9_-]+");
        assertThat(states.seal(new SilentState(STATE.challenge(), 0, false, "british", STATE.returnTo())))
                .as("what is dead looks like what lives")
                .hasSameSizeAs(states.seal(STATE));
    }

    @Test
    void whateverIsAlteredIsNotOurs() {
        Random random = new Random(7);
        byte[] sealed = Base64.getUrlDecoder().decode(states.seal(STATE));
        for (int n = 0; n < 10_000; n++) {
            byte[] altered = sealed.clone();
            altered[random.nextInt(altered.length)] ^= (byte) (1 + random.nextInt(255));
            assertThat(states.open(Base64.getUrlEncoder().withoutPadding().encodeToString(altered)))
                    .isEmpty();
        }
        assertThat(states.open("")).isEmpty();
        assertThat(states.open("%%%")).isEmpty();
    }

    @Test
    void whatTheHubSealedForSomethingElseIsNoState() {
        byte[] other = TestKeys.ring().seal("1893492000\nen\nyour code".getBytes(StandardCharsets.UTF_8));
        assertThat(states.open(Base64.getUrlEncoder().withoutPadding().encodeToString(other)))
                .isEmpty();
    }

    @Test
    void anotherHubsStateIsNotOurs() {
        byte[] secret = new byte[32];
        SilentStates others = new SilentStates(new KeyRing(new TreeMap<>(Map.of(1, secret))));
        assertThat(states.open(others.seal(STATE))).isEmpty();
    }

    @Test
    void verifierNonceAndBrowserAreOfTheSealedStateAndOfEachOtherIndependent() throws Exception {
        String sealed = states.seal(STATE);
        assertThat(states.verifier(sealed)).matches("[A-Za-z0-9_-]{43}").isEqualTo(states.verifier(sealed));
        assertThat(states.verifier(sealed))
                .isNotEqualTo(states.nonce(sealed))
                .isNotEqualTo(states.browser(sealed))
                .isNotEqualTo(states.verifier(states.seal(STATE)));
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(states.verifier(sealed).getBytes(StandardCharsets.US_ASCII));
        assertThat(Base64.getUrlDecoder().decode(states.challenge(sealed))).isEqualTo(digest);
    }
}
