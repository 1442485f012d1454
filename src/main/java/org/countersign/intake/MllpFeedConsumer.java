package org.countersign.intake;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each frame through its route and the body that the route leaves back as the answer. The route runs on the
 * connection's event loop, so that messages keep their order, and must not block; it may complete later, as the bean
 * {@code eventIntake} does.
 */
final class MllpFeedConsumer extends DefaultConsumer {

    /** Exchange property: name of the feed. */
    static final String FEED = "Feed";
    /** Exchange property: whether the body is only the beginning of a frame over the limit. */
    static final String OVERSIZED = "Oversized";
    /** Exchange property: who sent it, a {@link Peer}. */
    static final String PEER = "Peer";

    private static final Logger LOG = LoggerFactory.getLogger(MllpFeedConsumer.class);

    private final MllpFeedEndpoint feed;
    private @Nullable FeedListener listener;

    MllpFeedConsumer(MllpFeedEndpoint feed, Processor processor) {
        super(feed, processor);
        this.feed = feed;
    }

    /** The port that is open now. */
    int port() {
        if (listener == null) {
            throw new IllegalStateException("The feed " + feed.name() + " is not open");
        }
        return listener.port();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        listener = feed.attach(this::receive);
    }

    @Override
    protected void doStop() throws Exception {
        if (listener != null) {
            listener = null;
            feed.detach();
        }
        super.doStop();
    }

    private CompletionStage<byte[]> receive(Frame frame, Peer peer) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Exchange exchange = createExchange(false);
        exchange.setProperty(FEED, feed.name());
        exchange.setProperty(OVERSIZED, frame instanceof Frame.Oversized);
        exchange.setProperty(PEER, peer);
        exchange.getIn().setBody(frame.bytes());
        getAsyncProcessor().process(exchange, doneSync -> finish(exchange, frame, answer));
        return answer;
    }

    private void finish(Exchange exchange, Frame frame, CompletableFuture<byte[]> answer) {
        Exception failure = exchange.getException();
        Object left = exchange.getMessage().getBody();
        releaseExchange(exchange, false);
        if (failure != null) {
            LOG.warn(
                    "The route of feed {} failed: {}",
                    feed.name(),
                    failure.getClass().getName());
            answer.complete(feed.refuse(frame));
        } else if (left instanceof CompletionStage<?> later) {
            later.whenComplete((body, thrown) -> answer.complete(asAnswer(thrown == null ? body : null, frame)));
        } else {
            answer.complete(asAnswer(left, frame));
        }
    }

    /** A route that left the message itself, or no bytes, did not answer it. */
    private byte[] asAnswer(@Nullable Object body, Frame frame) {
        if (body instanceof byte[] bytes && !Arrays.equals(bytes, frame.bytes())) {
            return bytes;
        }
        return feed.refuse(frame);
    }
}
