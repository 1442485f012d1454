package org.countersign.silent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.countersign.platform.KeyRing;
import org.countersign.platform.OperationalException;

/**
 * Seals states, and derives from a sealed one what belongs to it: the verifier of PKCE, the nonce, and what the browser
 * keeps to show that it is the one that left. So none of them is stored, and any hub of several can go on.
 */
final class SilentStates {

    /** Parts these from all else that the key seals. */
    private static final String PURPOSE = "silent/state";

    /** Nobody's browser sends more. */
    private static final int LONGEST = 2048;

    private static final int PARTS = 6;
    private static final String LIVE = "1";
    private static final String DEAD = "0";

    private final KeyRing keys;

    SilentStates(KeyRing keys) {
        this.keys = keys;
    }

    /** Another text each time. */
    String seal(SilentState state) {
        String plain = String.join(
                "\n",
                PURPOSE,
                state.challenge().toString(),
                Integer.toString(state.step()),
                state.live() ? LIVE : DEAD,
                state.operator(),
                state.returnTo());
        return base64(keys.seal(plain.getBytes(StandardCharsets.UTF_8)));
    }

    /** Empty when the hub did not seal it. */
    Optional<SilentState> open(String sealed) {
        if (sealed.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            String plain = new String(keys.open(Base64.getUrlDecoder().decode(sealed)), StandardCharsets.UTF_8);
            String[] parts = plain.split("\n", PARTS);
            return parts.length == PARTS && parts[0].equals(PURPOSE)
                    ? Optional.of(new SilentState(
                            UUID.fromString(parts[1]),
                            Integer.parseInt(parts[2]),
                            parts[3].equals(LIVE),
                            parts[4],
                            parts[5]))
                    : Optional.empty();
        } catch (OperationalException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** RFC 7636 §4.1: 43 letters. */
    String verifier(String sealed) {
        return derived("verifier", sealed);
    }

    /** The challenge of {@link #verifier}, by S256 (RFC 7636 §4.2). */
    String challenge(String sealed) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return base64(digest.digest(verifier(sealed).getBytes(StandardCharsets.US_ASCII)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** OpenID Connect Core §15.5.2. */
    String nonce(String sealed) {
        return derived("nonce", sealed);
    }

    /** What the browser keeps in a cookie from leaving to coming back. */
    String browser(String sealed) {
        return derived("browser", sealed);
    }

    private String derived(String what, String sealed) {
        byte[] data = ("silent/" + what + "\0" + sealed).getBytes(StandardCharsets.UTF_8);
        return base64(keys.sign(keys.currentEpoch(), data));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
