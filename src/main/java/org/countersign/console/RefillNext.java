package org.countersign.console;

import java.util.Optional;
import java.util.UUID;
import org.countersign.challenge.AskedTransitions;
import org.countersign.challenge.Challenge;
import org.countersign.verification.SendAsker;

/** Sends the next step of a refill because the pharmacist asks for it, and says what came of it in words. */
final class RefillNext {

    private final RefillBoard board;
    private final SendAsker asker;

    RefillNext(RefillBoard board, SendAsker asker) {
        this.board = board;
        this.asker = asker;
    }

    /** What the pharmacist is told. */
    String send(UUID id, String user) {
        Optional<Challenge> standing = board.find(id);
        if (standing.isEmpty()) {
            return "This refill is not known any more.";
        }
        if (asker.tryNext(id, "user:" + user).isPresent()) {
            return "The code is sent by the next way.";
        }
        Challenge after = board.find(id).orElseThrow();
        if (!board.card(after).waits()) {
            return "This refill does not wait for a code any more.";
        }
        return AskedTransitions.hasNext(after)
                ? "The last message was sent only just now: wait half a minute."
                : "No other way is left.";
    }
}
