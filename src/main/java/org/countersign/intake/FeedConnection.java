package org.countersign.intake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MLLP connection: hands its frames on as they come and sends the answers in the same order, whichever is ready
 * first. Stops reading while too many frames are unanswered, so that a fast sender waits in its own TCP window. All
 * frames that came whole are handed on even when the sender is gone by then. Runs on the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection
final class FeedConnection extends SimpleChannelInboundHandler<ByteBuf> {

    private static final Logger LOG = LoggerFactory.getLogger(FeedConnection.class);

    private static final int PATIENCE_SECONDS = 10;

    private final FrameReceiver receiver;
    private final ConnectionLimits limits;
    private final RefusedConnections refused;
    private final FrameScanner scanner;
    private final Deque<Frame> waiting = new ArrayDeque<>();
    private final Deque<Turn> unanswered = new ArrayDeque<>();
    private final Runnable pumpLater = this::pumpOnLoop;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ConnectionWatch watch;
    private final String name = UUID.randomUUID().toString();
    private final OpenConnections open;
    private Peer peer = new Peer("", name);
    private int held;
    private boolean ended;
    private boolean broken;
    private boolean flushDue;

    FeedConnection(FrameReceiver receiver, ConnectionLimits limits, RefusedConnections refused, OpenConnections open) {
        this.receiver = receiver;
        this.limits = limits;
        this.refused = refused;
        this.open = open;
        this.scanner = new FrameScanner(limits.frameLimit());
    }

    /** Reads no more and closes once all that was received is answered. */
    void finish() {
        ChannelHandlerContext here = context();
        here.executor().execute(() -> {
            ended = true;
            pump();
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        watch = new ConnectionWatch(added.executor(), limits, scanner, this::breakOff);
        open.add(name, this);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext here, ByteBuf bytes) {
        if (broken) {
            return;
        }
        scanner.scan(bytes, waiting::add);
        if (!hold(scanner.held())) {
            breakOff("the unfinished frames of all connections are too long");
            return;
        }
        watch().scanned();
        pump();
    }

    /** Whether the bytes of the unfinished frame are within what all such may hold. */
    private boolean hold(int bytes) {
        boolean free = true;
        if (bytes > held) {
            free = limits.unfinished().take((long) bytes - held);
        } else if (bytes < held) {
            limits.unfinished().giveBack((long) held - bytes);
        }
        held = free ? bytes : held;
        return free;
    }

    @Override
    public void channelInactive(ChannelHandlerContext here) {
        open.remove(name);
        ended = true;
        broken = true;
        hold(0);
        watch().stop();
        pump();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext here) {
        pump();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext here, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            ended = true;
            pump();
        } else if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                peer = new Peer(PeerCertificate.subject(here.pipeline().get(SslHandler.class)), name);
            } else {
                refused.add("the TLS handshake failed, "
                        + handshake.cause().getClass().getSimpleName());
            }
        }
    }

    /** Takes no more, answers what came whole, and closes. */
    private void breakOff(String reason) {
        LOG.info("Closed a connection: {}", reason);
        broken = true;
        ended = true;
        pump();
        // whether the sender reads its answers or not
        context().executor().schedule(() -> context().close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    @SuppressWarnings("deprecation") // deprecated in ChannelHandler, not in ChannelInboundHandler
    public void exceptionCaught(ChannelHandlerContext here, Throwable cause) {
        LOG.debug("A connection broke: {}", cause.getClass().getSimpleName());
        close(here);
    }

    private void pumpOnLoop() {
        context().executor().execute(this::pump);
    }

    private void pump() {
        while (!waiting.isEmpty()
                && unanswered.size() < limits.window()
                && limits.answers().take(waiting.getFirst().bytes().length, pumpLater)) {
            hand(waiting.removeFirst());
        }
        ChannelHandlerContext here = context();
        boolean idle = waiting.isEmpty() && unanswered.isEmpty();
        if (ended && idle) {
            close(here);
            return;
        }
        boolean room = waiting.isEmpty() && unanswered.size() < limits.window();
        boolean read = !ended && room && here.channel().isWritable();
        watch().pumped(!idle, read && !here.channel().config().isAutoRead());
        here.channel().config().setAutoRead(read);
    }

    private void hand(Frame frame) {
        Turn turn = new Turn(frame.bytes().length);
        unanswered.add(turn);
        receiver.receive(frame, peer)
                .whenComplete((answer, failure) -> context().executor().execute(() -> answered(turn, answer)));
    }

    private void answered(Turn turn, byte @Nullable [] answer) {
        turn.answer = Optional.of(answer == null ? new byte[0] : answer);
        writeAnswers();
        pump();
    }

    /**
     * Sends a message of the hub's own, behind the answers to all that was received so far.
     *
     * @return whether the network took it
     */
    CompletionStage<Boolean> say(byte[] message) {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        ChannelHandlerContext here = context();
        here.executor().execute(() -> {
            if (!here.channel().isActive()) {
                written.complete(false);
                return;
            }
            Turn turn = new Turn(0);
            turn.answer = Optional.of(message);
            turn.written = here.newPromise().addListener(done -> written.complete(done.isSuccess()));
            unanswered.add(turn);
            writeAnswers();
        });
        return written;
    }

    private void writeAnswers() {
        while (!unanswered.isEmpty() && unanswered.getFirst().answer.isPresent()) {
            Turn next = unanswered.removeFirst();
            limits.answers().giveBack(next.bytes);
            next.answer.filter(bytes -> bytes.length > 0).ifPresent(bytes -> write(bytes, next.written));
        }
    }

    private void write(byte[] answer, @Nullable ChannelPromise written) {
        ChannelHandlerContext here = context();
        ByteBuf frame = here.alloc().ioBuffer(answer.length + 3);
        frame.writeByte(FrameScanner.VT).writeBytes(answer).writeByte(FrameScanner.FS);
        here.write(frame.writeByte(FrameScanner.CR), written == null ? here.voidPromise() : written);
        if (!flushDue) {
            flushDue = true;
            // behind the other answers of the same commit, so that one packet takes them all
            here.executor().execute(this::flush);
        }
    }

    /** Closes behind what was written. */
    private static void close(ChannelHandlerContext here) {
        ChannelPromise written = here.newPromise();
        written.addListener(ChannelFutureListener.CLOSE);
        here.writeAndFlush(Unpooled.EMPTY_BUFFER, written);
    }

    private void flush() {
        flushDue = false;
        context().flush();
    }

    private ConnectionWatch watch() {
        if (watch == null) {
            throw new IllegalStateException("The connection is not open yet");
        }
        return watch;
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("The connection is not open yet");
        }
        return context;
    }

    /** The place of one frame in the order of answers. */
    private static final class Turn {
        private final long bytes;
        private Optional<byte[]> answer = Optional.empty();
        private @Nullable ChannelPromise written;

        Turn(long bytes) {
            this.bytes = bytes;
        }
    }
}
