package org.countersign.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeStore;
import org.countersign.policy.Purpose;

/**
 * The refills to be shown, the oldest first: those that wait, and for a while those that just ended, in their old
 * places, so that a result does not vanish under the reader's eyes.
 */
final class RefillBoard {

    static final int SHOWN_MAX = 100;
    static final Duration LINGER = Duration.ofMinutes(2);

    private final ChallengeStore store;
    private final Clock clock;

    RefillBoard(ChallengeStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    List<RefillCard> list() {
        Instant now = clock.instant();
        List<Challenge> open = store.listOpen(Purpose.REFILL, SHOWN_MAX);
        List<Challenge> ended = store.listClosed(Purpose.REFILL, now.minus(LINGER), SHOWN_MAX);
        // Between the two reads a challenge may end: it is then in both, and the later news counts.
        return Stream.concat(ended.stream(), open.stream().filter(challenge -> !ended(ended, challenge.id())))
                .sorted(Comparator.comparing(Challenge::issuedAt).thenComparing(Challenge::id))
                .map(challenge -> RefillCard.of(challenge, now))
                .toList();
    }

    /** A refill, whatever its state; challenges for other purposes are not the pharmacist's. */
    Optional<Challenge> find(UUID id) {
        return store.find(id).filter(challenge -> challenge.purpose() == Purpose.REFILL);
    }

    RefillCard card(Challenge challenge) {
        return RefillCard.of(challenge, clock.instant());
    }

    private static boolean ended(List<Challenge> ended, UUID id) {
        return ended.stream().anyMatch(challenge -> challenge.id().equals(id));
    }
}
