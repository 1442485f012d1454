package org.countersign.answer;

import org.countersign.event.SentMessage;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.KeyRing;
import org.countersign.platform.OperationalException;

/** Answers as bytes, made of the messages in the inbox that they answer. */
final class AnswerLetters {

    private final AnswerStore store;
    private final KeyRing keys;

    AnswerLetters(AnswerStore store, KeyRing keys) {
        this.store = store;
        this.keys = keys;
    }

    /**
     * Writes an answer, to be put into a frame as it is.
     *
     * @throws OperationalException when the message is gone or does not hold what is to be answered
     */
    byte[] write(Answer answer, Destination.Role role) {
        return AnswerWriter.write(request(answer), answer, role);
    }

    private SentMessage request(Answer answer) {
        byte[] sealed = answer.inboxId().isPresent()
                ? store.findSealed(answer.inboxId().getAsLong()).orElse(new byte[0])
                : new byte[0];
        if (sealed.length == 0) {
            throw new OperationalException(
                    ErrorCategory.INVALID_INPUT, "The message that is answered is not in the inbox any more");
        }
        return SentMessage.of(keys.open(sealed));
    }
}
