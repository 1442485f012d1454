package org.countersign.console;

import java.util.Optional;
import java.util.UUID;
import org.countersign.challenge.AskedTransitions;
import org.countersign.challenge.Challenge;
import org.countersign.verification.SendAsker;

/** Sends the next step of a refill because the pharmacist asks for it, and says what came of it. */
final class RefillNext {

    private final RefillBoard board;
    private final SendAsker asker;

    RefillNext(RefillBoard board, SendAsker asker) {
        this.board = board;
        this.asker = asker;
    }

    /** What the pharmacist is told. */
    Phrase send(UUID id, String user) {
        Optional<Challenge> standing = board.find(id);
        if (standing.isEmpty()) {
            return Phrase.of("answer.unknown");
        }
        if (asker.tryNext(id, "user:" + user).isPresent()) {
            return Phrase.of("next.sent");
        }
        Challenge after = board.find(id).orElseThrow();
        if (!board.card(after).waits()) {
            return Phrase.of("next.over");
        }
        return AskedTransitions.hasNext(after) ? Phrase.of("next.early") : Phrase.of("next.none");
    }
}
