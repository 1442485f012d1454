package org.countersign.smart;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.countersign.platform.Sensitive;

/** How the hub says to a server who it is. */
public interface Authorization {

    /**
     * Value of the Authorization header; empty where none is to be sent.
     *
     * @throws org.countersign.platform.OperationalException when there is none to be had now
     */
    Optional<Sensitive<String>> header();

    /** Gives up {@code refused}, to which the server said 401; whether {@link #header()} may now give another. */
    boolean renew(Sensitive<String> refused);

    /** A bearer {@code token} (RFC 6750 §2.1), or else {@code username} and {@code password}; nothing where all are empty. */
    static Authorization fixed(String token, String username, String password) {
        if (!token.isEmpty()) {
            return new FixedAuthorization(Optional.of(Sensitive.of("Bearer " + token)));
        }
        if (username.isEmpty()) {
            return new FixedAuthorization(Optional.empty());
        }
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new FixedAuthorization(
                Optional.of(Sensitive.of("Basic " + Base64.getEncoder().encodeToString(pair))));
    }
}
