package org.countersign.intake;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** {@code mllp-feed:NAME}, to receive from only: the MLLP listener of a configured feed, as a Camel component. */
final class MllpFeedComponent extends DefaultComponent implements FeedHold {

    private static final int THREADS = 4;
    private static final int STOP_SECONDS = 5;

    private final FeedCatalog feeds;
    private final FrameBudget budget;
    private final FrameBudget unfinished;
    private final OpenConnections open;
    private final BiFunction<Frame, String, byte[]> refusal;
    private final Map<String, RefusedConnections> refused = new ConcurrentHashMap<>();
    private final OpenFeeds openFeeds;
    private @Nullable EventLoopGroup loops;

    /**
     * @param budget of frames that wait for an answer
     * @param unfinished of frames that have begun and not ended
     * @param open knows the connections
     * @param refusal makes the answer for a frame, of the feed named, that a route failed with
     */
    MllpFeedComponent(
            FeedCatalog feeds,
            FrameBudget budget,
            FrameBudget unfinished,
            OpenConnections open,
            BiFunction<Frame, String, byte[]> refusal) {
        this.feeds = feeds;
        this.budget = budget;
        this.unfinished = unfinished;
        this.open = open;
        this.refusal = refusal;
        this.openFeeds = new OpenFeeds(refusal);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        Feed feed = feeds.find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no feed " + name + ": set countersign.feeds." + name + ".port"));
        return new MllpFeedEndpoint(uri, this, name, feed);
    }

    /** Has the frames of a feed go to {@code receiver}, on the port that is held for it or else on a new one. */
    FeedListener attach(String name, Feed feed, FrameReceiver receiver) {
        return openFeeds.attach(name, receiver, gate -> listen(name, feed, gate));
    }

    /** Ends what {@link #attach} began. */
    void detach(String name) {
        openFeeds.detach(name);
    }

    @Override
    public Held hold() {
        return openFeeds.hold();
    }

    private FeedListener listen(String name, Feed feed, FrameReceiver receiver) {
        if (loops == null) {
            throw new IllegalStateException("The component mllp-feed is not started");
        }
        ConnectionLimits limits = ConnectionLimits.of(feed, budget, unfinished);
        return FeedListener.open(loops, feed, limits, refused(name), open, receiver);
    }

    /** Connections that the feed refused. */
    RefusedConnections refused(String feed) {
        return refused.computeIfAbsent(feed, name -> new RefusedConnections(name, System::nanoTime));
    }

    byte[] refuse(Frame frame, String feed) {
        return refusal.apply(frame, feed);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        int threads = Math.min(THREADS, Runtime.getRuntime().availableProcessors());
        loops = new NioEventLoopGroup(threads, new DefaultThreadFactory("mllp-feed", true));
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (loops != null) {
            loops.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
            loops = null;
        }
    }
}
