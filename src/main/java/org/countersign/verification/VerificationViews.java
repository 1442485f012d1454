package org.countersign.verification;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.countersign.challenge.Challenge;

/** Shows challenges as the API does. */
final class VerificationViews {

    private final Function<Challenge, Optional<String>> links;

    /** @param links the address that the person of a challenge may open on their phone */
    VerificationViews(Function<Challenge, Optional<String>> links) {
        this.links = links;
    }

    Verification show(Challenge challenge, Instant now) {
        return Verification.of(challenge, now, links.apply(challenge));
    }

    Verification started(Challenge challenge) {
        return Verification.started(challenge, links.apply(challenge));
    }
}
