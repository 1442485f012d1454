package org.countersign.archive;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored message as the API shows it: nothing of its content but what names the message itself.
 *
 * @param type MSH-9.1 and 9.2
 * @param sender MSH-3 and MSH-4 with a bar between them
 * @param state waiting, done, failed, unreadable or conflict
 * @param reason what became of it, or why nothing did
 * @param tries how often its processing failed
 * @param kept whether its bytes are still there; retention drops them first
 * @param corrects the dead letter that this message took the place of
 * @param correctedBy the message that took the place of this one
 * @param challenges where the challenges are that it led to
 * @param audit where its AuditEvents are; null without a control id
 */
record StoredMessage(
        long id,
        Instant receivedAt,
        String feed,
        String type,
        String controlId,
        String sender,
        String state,
        String reason,
        int tries,
        boolean kept,
        @Nullable Long corrects,
        @Nullable Long correctedBy,
        List<String> challenges,
        @Nullable String audit) {

    StoredMessage {
        challenges = List.copyOf(challenges);
    }

    static String challenge(UUID id) {
        return "/v1/verifications/" + id;
    }
}
