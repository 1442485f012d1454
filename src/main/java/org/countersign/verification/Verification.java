package org.countersign.verification;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeState;
import org.jspecify.annotations.Nullable;

/**
 * A challenge as the API shows it: no number, name or code.
 *
 * @param state open, verified, locked, expired, cancelled, superseded or undelivered
 * @param closedAt null while open
 * @param silent null where no address is to be opened
 */
record Verification(
        UUID id,
        String state,
        String purpose,
        String act,
        String policy,
        String tag,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant closedAt,
        int triesLeft,
        List<Step> steps,
        @Nullable Silent silent) {

    /**
     * One step of the plan.
     *
     * @param progress planned, sending, accepted, sent, delivered, read or failed
     */
    record Step(String transport, String progress) {}

    /**
     * What the person's phone may be proved by without a code.
     *
     * @param url to be opened once, by the person's browser, over mobile data
     */
    record Silent(String url) {

        static @Nullable Silent of(Optional<String> url) {
            return url.map(Silent::new).orElse(null);
        }
    }

    /** @param link where the person's phone may go instead of a code; it is over with the challenge */
    static Verification of(Challenge challenge, Instant now, Optional<String> link) {
        ChallengeState state = stateAt(challenge, now);
        return new Verification(
                challenge.id(),
                code(state),
                challenge.purpose().code(),
                challenge.act(),
                challenge.policy(),
                challenge.tag(),
                challenge.issuedAt(),
                challenge.expiresAt(),
                challenge.closedAt().orElse(null),
                challenge.triesLeft(),
                steps(challenge),
                Silent.of(link.filter(any -> state == ChallengeState.OPEN)));
    }

    /** As it was when it was asked for: a repeated request gets the first answer. */
    static Verification started(Challenge challenge, Optional<String> link) {
        return new Verification(
                challenge.id(),
                code(ChallengeState.OPEN),
                challenge.purpose().code(),
                challenge.act(),
                challenge.policy(),
                challenge.tag(),
                challenge.issuedAt(),
                challenge.expiresAt(),
                null,
                challenge.maxTries(),
                steps(challenge),
                Silent.of(link));
    }

    /** The state, without waiting for the timer that writes an expiry down. */
    static ChallengeState stateAt(Challenge challenge, Instant now) {
        boolean late = challenge.state() == ChallengeState.OPEN && !challenge.openAt(now);
        return late ? ChallengeState.EXPIRED : challenge.state();
    }

    /** Of what a client asked for they are not told: whether somebody can be reached is more than it may know. */
    private static List<Step> steps(Challenge challenge) {
        if (challenge.requested()) {
            return List.of();
        }
        return IntStream.range(0, challenge.steps().size())
                .mapToObj(step -> new Step(
                        challenge.steps().get(step).transport().code(),
                        code(challenge.progress().get(step))))
                .toList();
    }

    static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
