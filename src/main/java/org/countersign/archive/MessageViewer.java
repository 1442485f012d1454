package org.countersign.archive;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.countersign.audit.AuditFact;
import org.countersign.audit.AuditKind;
import org.countersign.audit.AuditOutcome;
import org.countersign.audit.AuditTrail;
import org.countersign.event.MessageCharset;
import org.countersign.event.MessageHeader;
import org.countersign.event.MessageHeaderReader;
import org.countersign.event.Site;
import org.countersign.intake.IntakeRehearsal;
import org.countersign.intake.MessageSubjects;
import org.countersign.platform.KeyRing;
import org.countersign.platform.WakeUps;
import org.springframework.transaction.support.TransactionOperations;

/** Shows a stored message, and writes each look at one into the trail before it is given. */
final class MessageViewer {

    private final MessageSearchStore store;
    private final IntakeRehearsal feeds;
    private final KeyRing keys;
    private final MessageSubjects subjects;
    private final AuditTrail trail;
    private final TransactionOperations transactions;
    private final WakeUps wakeUps;
    private final Clock clock;

    MessageViewer(
            MessageSearchStore store,
            IntakeRehearsal feeds,
            KeyRing keys,
            MessageSubjects subjects,
            AuditTrail trail,
            TransactionOperations transactions,
            WakeUps wakeUps,
            Clock clock) {
        this.store = store;
        this.feeds = feeds;
        this.keys = keys;
        this.subjects = subjects;
        this.trail = trail;
        this.transactions = transactions;
        this.wakeUps = wakeUps;
        this.clock = clock;
    }

    /**
     * Who looks, and how.
     *
     * @param caller name for the trail
     * @param reason short code, for the trail
     */
    record Look(String caller, boolean unmasked, Optional<String> reason) {}

    /** The segments of a message; empty when there is none, or its bytes were dropped. */
    Optional<List<MessageMask.Segment>> view(long id, Look look) {
        Optional<List<MessageMask.Segment>> seen =
                Objects.requireNonNull(transactions.execute(status -> store.findContent(id)
                        .filter(content -> content.raw().length > 0)
                        .map(content -> seen(id, content, look))));
        wakeUps.outcomes();
        return seen;
    }

    private List<MessageMask.Segment> seen(long id, MessageSearchStore.Content content, Look look) {
        byte[] message = keys.open(content.raw());
        MessageHeader header = MessageHeaderReader.read(message).header();
        String text = feeds.findSite(content.feed())
                .map(Site::charset)
                .map(fallback -> MessageCharset.decode(message, header.charset(), fallback))
                .orElseGet(() -> new String(message, java.nio.charset.StandardCharsets.ISO_8859_1));
        trail.append(new AuditFact(
                AuditKind.MESSAGE_VIEWED,
                AuditOutcome.SUCCESS,
                clock.instant(),
                Optional.empty(),
                OptionalLong.of(id),
                subjects.find(message),
                details(content, look)));
        MessageMask mask = new MessageMask(header.delimiters());
        return look.unmasked() ? mask.shown(text) : mask.masked(text);
    }

    private static Map<String, String> details(MessageSearchStore.Content content, Look look) {
        Map<String, String> details = new HashMap<>(Map.of(
                "type", content.type(),
                "controlId", content.controlId(),
                "feed", content.feed(),
                "sender", look.caller(),
                "shown", look.unmasked() ? "unmasked" : "masked"));
        look.reason().ifPresent(reason -> details.put("reason", reason));
        return details;
    }
}
