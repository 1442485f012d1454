package org.countersign.console;

import java.util.Optional;
import java.util.UUID;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.CheckAnswer;
import org.countersign.challenge.CodeVerifier;
import org.countersign.platform.Sensitive;

/** Checks the code that a pharmacist typed in, and says what came of it. */
final class RefillCheck {

    private static final int TYPED_MAX = 64;

    private final RefillBoard board;
    private final CodeVerifier verifier;

    RefillCheck(RefillBoard board, CodeVerifier verifier) {
        this.board = board;
        this.verifier = verifier;
    }

    /**
     * What came of a check.
     *
     * @param after the challenge as it stands now; empty when there is none
     */
    record Result(Optional<Challenge> after, boolean right, Phrase sentence) {}

    /**
     * Checks {@code typed}. What cannot be a code at all costs no try.
     *
     * @param key one for each form that is shown: sending one twice counts once
     */
    Result check(UUID id, Sensitive<String> typed, String key, String user) {
        Optional<Challenge> standing = board.find(id);
        if (standing.isEmpty()) {
            return new Result(standing, false, Phrase.of("answer.unknown"));
        }
        int digits = standing.get().recipe().length();
        if (!hasDigits(typed.reveal(), digits)) {
            return new Result(standing, false, Phrase.of("answer.malformed", digits));
        }
        CheckAnswer answer = verifier.check(id, typed, Optional.of(key), "user:" + user);
        Challenge after = board.find(id).orElseThrow();
        boolean right = answer == CheckAnswer.VERIFIED;
        return new Result(Optional.of(after), right, right ? Phrase.of("answer.verified") : refusal(after));
    }

    private static Phrase refusal(Challenge after) {
        return switch (after.state()) {
            case OPEN -> Phrase.of("answer.wrong", after.triesLeft());
            case VERIFIED -> Phrase.of("answer.taken");
            case LOCKED -> Phrase.of("answer.locked");
            case EXPIRED -> Phrase.of("answer.expired");
            case CANCELLED, SUPERSEDED, UNDELIVERED -> Phrase.in("verdict", after.state());
        };
    }

    private static boolean hasDigits(String typed, int digits) {
        return typed.length() <= TYPED_MAX
                && typed.codePoints().allMatch(c -> Character.isDigit(c) || Character.isWhitespace(c) || c == '-')
                && typed.codePoints().filter(Character::isDigit).count() == digits;
    }
}
