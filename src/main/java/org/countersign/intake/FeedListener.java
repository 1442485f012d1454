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
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.Optional;
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

    private FeedListener(
            EventLoopGroup loops,
            Feed feed,
            ConnectionLimits limits,
            RefusedConnections refused,
            OpenConnections open,
            FrameReceiver receiver) {
        server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                // a sender may end its side and still wait for the answers
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new Opener(feed, limits, refused, open, receiver))
                .bind(feed.host(), feed.port())
                .syncUninterruptibly()
                .channel();
    }

    /**
     * Opens the feed's port.
     *
     * @throws OperationalException UNAVAILABLE when the port cannot be had, INVALID_INPUT for certificates that cannot
     *     be used
     */
    static FeedListener open(
            EventLoopGroup loops,
            Feed feed,
            ConnectionLimits limits,
            RefusedConnections refused,
            OpenConnections open,
            FrameReceiver receiver) {
        try {
            return new FeedListener(loops, feed, limits, refused, open, receiver);
        } catch (OperationalException e) {
            throw e;
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
        private final ConnectionLimits limits;
        private final RefusedConnections refused;
        private final OpenConnections open;
        private final FrameReceiver receiver;
        private final AllowedNetworks allowed;
        private final Optional<SslContext> tls;

        Opener(
                Feed feed,
                ConnectionLimits limits,
                RefusedConnections refused,
                OpenConnections open,
                FrameReceiver receiver) {
            this.feed = feed;
            this.limits = limits;
            this.refused = refused;
            this.open = open;
            this.receiver = receiver;
            this.allowed = AllowedNetworks.of(feed.allow());
            this.tls = feed.tls().open();
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a refused connection to be closed
        protected void initChannel(SocketChannel channel) {
            if (!allowed.allow(channel.remoteAddress())) {
                refused.add("its network is not allowed");
                channel.close();
                return;
            }
            if (!admit(channel)) {
                refused.add(feed.connections() + " are open, as many as the feed allows");
                channel.close();
                return;
            }
            tls.ifPresent(context -> channel.pipeline().addLast(handshake(context, channel)));
            channel.pipeline().addLast(new FeedConnection(receiver, limits, refused, open));
        }

        private SslHandler handshake(SslContext context, SocketChannel channel) {
            SslHandler handler = context.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(feed.tls().handshakeTimeout().toMillis());
            return handler;
        }

        private boolean admit(SocketChannel channel) {
            synchronized (connections) {
                return connections.size() < feed.connections() && connections.add(channel);
            }
        }
    }
}
