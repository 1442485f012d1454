package org.countersign.intake;

import java.util.List;
import java.util.Optional;
import org.countersign.event.Envelope;
import org.countersign.event.MessageHeaderReader;
import org.countersign.event.Site;

/** What intake would answer to a message, without storing it. */
public final class IntakeRehearsal {

    private static final byte[] NO_ANSWER = {};

    private final FeedCatalog feeds;
    private final FeedAcknowledgements wishes;
    private final Acknowledgement acknowledgement;

    IntakeRehearsal(FeedCatalog feeds, Acknowledgement acknowledgement) {
        this.feeds = feeds;
        this.wishes = new FeedAcknowledgements(feeds);
        this.acknowledgement = acknowledgement;
    }

    /**
     * An answer that was not sent.
     *
     * @param refused why the message would not be taken; empty for one that would
     * @param acknowledgement no bytes for a message that is an answer itself
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Rehearsed(Site site, Envelope envelope, Optional<String> refused, byte[] acknowledgement) {}

    /** What the feed named tells about its place; empty for a feed that is not configured. */
    public Optional<Site> findSite(String feed) {
        return feeds.findSite(feed);
    }

    /** Names of the feeds. */
    public List<String> feeds() {
        return List.copyOf(feeds.names());
    }

    /**
     * Answers {@code message} as if it had come by {@code feed}, and as if its control id were new.
     *
     * @return empty when there is no such feed
     */
    public Optional<Rehearsed> rehearse(byte[] message, String feed) {
        return feeds.find(feed).map(settings -> {
            Site site = feeds.findSite(feed).orElseThrow();
            Envelope envelope = MessageHeaderReader.read(message);
            Optional<Refusal> refusal =
                    envelope.header().acknowledgement() ? Optional.empty() : refusal(envelope, message, settings);
            byte[] answer = AcknowledgementCode.atCommit(wishes.plan(envelope.header(), feed), refusal)
                    .map(code -> acknowledgement.write(envelope.header(), site, code, refusal))
                    .orElse(NO_ANSWER);
            return new Rehearsed(site, envelope, refusal.map(Refusal::sentence), answer);
        });
    }

    private static Optional<Refusal> refusal(Envelope envelope, byte[] message, Feed settings) {
        long limit = settings.frameLimit().toBytes();
        return message.length > limit ? Optional.of(Refusal.tooLong(limit)) : EventIntake.refusal(envelope, message);
    }
}
