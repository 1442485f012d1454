package org.countersign.intake;

import org.countersign.event.AcknowledgementMode;
import org.countersign.event.AcknowledgementPlan;
import org.countersign.event.MessageHeader;
import org.countersign.event.MessageHeaderReader;

/** Says what the senders of the feeds want to hear of their messages. Thread-safe. */
public final class FeedAcknowledgements {

    private final FeedCatalog feeds;

    FeedAcknowledgements(FeedCatalog feeds) {
        this.feeds = feeds;
    }

    /** The plan for a message; by its own header alone when the feed is not configured any more. */
    public AcknowledgementPlan plan(MessageHeader header, String feed) {
        return AcknowledgementPlan.of(
                header, feeds.find(feed).map(Feed::acknowledgements).orElse(AcknowledgementMode.AUTO));
    }

    /**
     * Whether the sender wants an application acknowledgement now that its message is processed.
     *
     * @param message the bytes as received
     * @param feed name of the feed that it came by
     * @param success whether it will be AA; AE or AR else
     */
    public boolean wantsApplicationAcknowledgement(byte[] message, String feed, boolean success) {
        return plan(MessageHeaderReader.read(message).header(), feed).wantsApplicationAcknowledgement(success);
    }
}
