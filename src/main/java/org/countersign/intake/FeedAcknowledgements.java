package org.countersign.intake;

import org.countersign.event.AcknowledgementMode;
import org.countersign.event.AcknowledgementPlan;
import org.countersign.event.MessageHeader;

/** Says what the senders of the feeds want to hear of their messages. Thread-safe. */
final class FeedAcknowledgements {

    private final FeedCatalog feeds;

    FeedAcknowledgements(FeedCatalog feeds) {
        this.feeds = feeds;
    }

    /** The plan for a message; by its own header alone when the feed is not configured any more. */
    AcknowledgementPlan plan(MessageHeader header, String feed) {
        return AcknowledgementPlan.of(
                header, feeds.find(feed).map(Feed::acknowledgements).orElse(AcknowledgementMode.AUTO));
    }
}
