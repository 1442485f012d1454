package org.countersign.intake;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open port of one feed. */
final class FeedListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FeedListener.class);
    private static final int FINISH_SECONDS = 5;

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel server;

    private FeedListener(EventLoopGroup loops, Feed feed, FrameBudget budget, FrameReceiver receiver) {
        server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                // a sender may end its side and still wait for the answers
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new Opener(feed, budget, receiver))
                .bind(feed.host(), feed.port())
                .syncUninterruptibly()
                .channel();
    }

    /**
     * Opens the feed's port.
     *
     * @throws OperationalException UNAVAILABLE when the port cannot be had
     */
    static FeedListener open(EventLoopGroup loops, Feed feed, FrameBudget budget, FrameReceiver receiver) {
        try {
            return new FeedListener(loops, feed, budget, receiver);
        } catch (Exception e) { // syncUninterruptibly throws what bind failed with, declared or not
            String address = feed.host() + ":" + feed.port();
            throw new OperationalException(
                    ErrorCategory.UNAVAILABLE, "Cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /** The port that is open; differs from the feed's when that is 0. */
    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Closes the port, answers what was received, and closes the connections; within a few seconds. */
    @Override
    public void close() {
        server.close().awaitUninterruptibly();
        connections.forEach(FeedListener::finish);
        if (!connections.newCloseFuture().awaitUninterruptibly(FINISH_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("Closed {} connections with messages that were not answered in time", connections.size());
        }
        connections.close().awaitUninterruptibly();
    }

    private static void finish(Channel channel) {
        FeedConnection connection = channel.pipeline().get(FeedConnection.class);
        if (connection != null) {
            connection.finish();
        }
    }

    private final class Opener extends ChannelInitializer<SocketChannel> {
        private final Feed feed;
        private final FrameBudget budget;
        private final FrameReceiver receiver;

        Opener(Feed feed, FrameBudget budget, FrameReceiver receiver) {
            this.feed = feed;
            this.budget = budget;
            this.receiver = receiver;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a refused connection to be closed
        protected void initChannel(SocketChannel channel) {
            if (!admit(channel)) {
                LOG.warn("Refused a connection: {} are open, as many as the feed allows", feed.connections());
                channel.close();
                return;
            }
            int frameLimit = Math.toIntExact(feed.frameLimit().toBytes());
            channel.pipeline()
                    .addLast(new IdleStateHandler(feed.frameTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                    .addLast(new FeedConnection(receiver, budget, feed.window(), frameLimit));
        }

        private boolean admit(SocketChannel channel) {
            synchronized (connections) {
                return connections.size() < feed.connections() && connections.add(channel);
            }
        }
    }
}
