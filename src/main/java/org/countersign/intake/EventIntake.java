package org.countersign.intake;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.countersign.event.AcknowledgementPlan;
import org.countersign.event.Envelope;
import org.countersign.event.MessageCharset;
import org.countersign.event.MessageHeader;
import org.countersign.event.MessageHeaderReader;
import org.countersign.event.Site;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Pseudonyms;
import org.jspecify.annotations.Nullable;

/**
 * Takes a message in: reads its header, has it stored, and answers when that is durable. Nothing of what it means is
 * looked at here. The bean {@code eventIntake} of the routes in {@code routes/intake/}.
 */
public final class EventIntake {

    private static final int LONGEST_TEXT = 200;
    /** Among so many bytes each wide charset has a zero, byte order mark or not. */
    private static final int FIRST_BYTES = 4;

    private static final byte[] NO_ANSWER = {};

    private final FeedCatalog feeds;
    private final EventInbox inbox;
    private final Acknowledgement acknowledgement;
    private final FeedAcknowledgements wishes;
    private final KeyRing keys;
    private final Pseudonyms pseudonyms;
    private final Clock clock;

    EventIntake(
            FeedCatalog feeds,
            EventInbox inbox,
            Acknowledgement acknowledgement,
            KeyRing keys,
            Pseudonyms pseudonyms,
            Clock clock) {
        this.feeds = feeds;
        this.inbox = inbox;
        this.acknowledgement = acknowledgement;
        this.wishes = new FeedAcknowledgements(feeds);
        this.keys = keys;
        this.pseudonyms = pseudonyms;
        this.clock = clock;
    }

    /**
     * Takes one message, or a batch of messages (HL7 v2.5.1 §2.10.3), each of which is then stored and answered on its
     * own.
     *
     * @param message bytes of the frame
     * @param feed name of the feed
     * @param oversized whether the bytes are only the beginning of a frame over the limit
     * @param peer who sent it; null where a route does not say it
     * @return the acknowledgement, once the message is durable or cannot be made so; no bytes where the sender wants to
     *     hear nothing
     */
    public CompletionStage<byte[]> accept(
            @Body byte[] message,
            @ExchangeProperty(MllpFeedConsumer.FEED) String feed,
            @ExchangeProperty(MllpFeedConsumer.OVERSIZED) boolean oversized,
            @ExchangeProperty(MllpFeedConsumer.PEER) @Nullable Peer peer) {
        Site site = site(feed);
        Peer known = peer == null ? Peer.UNKNOWN : peer;
        if (oversized || !Batch.isBatch(message)) {
            Optional<Refusal> tooLong = oversized
                    ? Optional.of(Refusal.tooLong(settings(feed).frameLimit().toBytes()))
                    : Optional.empty();
            return accept(message, site, known, tooLong);
        }
        Batch batch = Batch.of(message);
        int limit = settings(feed).batch();
        if (batch.size() > limit) {
            return accept(message, site, known, Optional.of(Refusal.tooMany(limit)));
        }
        return BatchAnswer.of(batch, site, acknowledgement, one -> accept(one, site, known, Optional.empty()));
    }

    private CompletionStage<byte[]> accept(byte[] message, Site site, Peer peer, Optional<Refusal> beforehand) {
        Envelope envelope = MessageHeaderReader.read(message);
        MessageHeader header = envelope.header();
        Optional<Refusal> refusal =
                header.acknowledgement() ? Optional.empty() : beforehand.or(() -> refusal(envelope, message));
        return inbox.store(arrival(message, site, peer, envelope, refusal))
                .handle((answer, failure) ->
                        failure == null ? answer : answer(header, site, Optional.of(Refusal.tryAgain())));
    }

    /** A message that somebody here put right, as it is to be stored: known again by its bytes, not by its control id. */
    Arrival correction(byte[] message, String feed) {
        Envelope envelope = MessageHeaderReader.read(message);
        Site site = site(feed);
        long limit = settings(feed).frameLimit().toBytes();
        Optional<Refusal> refusal =
                message.length > limit ? Optional.of(Refusal.tooLong(limit)) : refusal(envelope, message);
        Arrival arrival = arrival(message, site, Peer.UNKNOWN, envelope, refusal);
        String bytes = HexFormat.of().formatHex(arrival.sha256());
        return arrival.knownAs(pseudonyms.message(feed, arrival.sender(), "correction\0" + bytes));
    }

    /** The answer to a message that could not be taken for a reason of ours. */
    byte[] refuse(Frame frame, String feed) {
        return answer(MessageHeaderReader.read(frame.bytes()).header(), site(feed), Optional.of(Refusal.tryAgain()));
    }

    private byte[] answer(MessageHeader header, Site site, Optional<Refusal> refusal) {
        return AcknowledgementCode.atCommit(wishes.plan(header, site.feed()), refusal)
                .map(code -> acknowledgement.write(header, site, code, refusal))
                .orElse(NO_ANSWER);
    }

    /** Why a message is not taken; empty for one that is. */
    static Optional<Refusal> refusal(Envelope envelope, byte[] message) {
        if (isWide(envelope.header().charset(), message)) {
            return Optional.of(Refusal.wideCharset());
        }
        return envelope.problem().map(problem -> Refusal.unreadable(problem.problem(), problem.code()));
    }

    /** Charsets whose bytes MLLP's own cannot be told from: whatever came in one of them may not be whole. */
    private static boolean isWide(String msh18, byte[] message) {
        boolean zeros = false;
        for (int i = 0; i < Math.min(FIRST_BYTES, message.length); i++) {
            zeros |= message[i] == 0;
        }
        return zeros || MessageCharset.isUnframeable(msh18);
    }

    private Arrival arrival(byte[] message, Site site, Peer peer, Envelope envelope, Optional<Refusal> refusal) {
        MessageHeader header = envelope.header();
        byte[] sha256 = sha256(message);
        String sender = header.sendingApplication() + "|" + header.sendingFacility();
        String exactKey = pseudonyms.message(
                site.feed(), sender, header.controlId() + "\0" + HexFormat.of().formatHex(sha256));
        boolean ids = !header.controlId().isEmpty();
        boolean reuse = settings(site.feed()).controlIdReuse() == Feed.ControlIdReuse.ACCEPT;
        Instant now = clock.instant();
        Fields fields = new Fields(
                now,
                site,
                answerable(peer, header, site),
                header,
                sender,
                sha256,
                keys.seal(message),
                patientKey(envelope));
        byte[] answer = answer(header, site, refusal);
        if (header.acknowledgement()) {
            return fields.arrival(ids ? exactKey : null, RowState.DONE, "An answer to another message", answer);
        }
        if (refusal.isPresent()) {
            // not taken, so its control id is not used up: the sender may mend the message and send it again
            return fields.arrival(
                    ids ? exactKey : null, RowState.UNREADABLE, refusal.get().sentence(), answer);
        }
        if (reuse) {
            return fields.arrival(exactKey, RowState.WAITING, "", answer);
        }
        String key = pseudonyms.message(site.feed(), sender, header.controlId());
        return fields.waiting(key, answer, () -> {
            Refusal conflict = Refusal.conflict();
            byte[] error = answer(header, site, Optional.of(conflict));
            return fields.arrival(exactKey, RowState.CONFLICT, conflict.sentence(), error);
        });
    }

    /** The connection counts only for messages whose sender wants to hear of them after they are processed. */
    private Peer answerable(Peer peer, MessageHeader header, Site site) {
        return wishes.plan(header, site.feed()).application() == AcknowledgementPlan.Condition.NEVER
                ? new Peer(peer.subject(), "")
                : peer;
    }

    /** Messages about nobody need no order. */
    private String patientKey(Envelope envelope) {
        String id = envelope.patientId();
        return pseudonyms.patient(
                id.isEmpty() ? UUID.randomUUID().toString() : id, id.isEmpty() ? "" : envelope.patientAuthority());
    }

    private Site site(String feed) {
        return feeds.findSite(feed).orElseThrow(() -> new IllegalStateException("There is no feed " + feed));
    }

    private Feed settings(String feed) {
        return feeds.find(feed).orElseThrow(() -> new IllegalStateException("There is no feed " + feed));
    }

    static byte[] sha256(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not usable", e);
        }
    }

    /** Of a text of the message what a column takes. */
    private static String column(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "");
        return printable.substring(0, Math.min(printable.length(), LONGEST_TEXT));
    }

    /** What an arrival has in whatever state it is stored. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Fields(
            Instant now,
            Site site,
            Peer peer,
            MessageHeader header,
            String sender,
            byte[] sha256,
            byte[] sealed,
            String patientKey) {

        Arrival waiting(String key, byte[] answer, java.util.function.Supplier<Arrival> conflict) {
            return arrival(key, RowState.WAITING, "", answer, conflict);
        }

        Arrival arrival(@org.jspecify.annotations.Nullable String key, RowState state, String reason, byte[] answer) {
            return arrival(key, state, reason, answer, null);
        }

        private Arrival arrival(
                @org.jspecify.annotations.Nullable String key,
                RowState state,
                String reason,
                byte[] answer,
                java.util.function.@org.jspecify.annotations.Nullable Supplier<Arrival> conflict) {
            String type = header.messageCode().isEmpty() ? "" : header.type();
            return new Arrival(
                    now,
                    site.feed(),
                    MessageFormat.HL7V2,
                    key,
                    sha256,
                    sealed,
                    patientKey,
                    column(type),
                    column(header.controlId()),
                    column(sender),
                    peer,
                    state,
                    reason,
                    answer,
                    conflict);
        }
    }
}
