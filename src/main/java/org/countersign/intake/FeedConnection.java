package org.countersign.intake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
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

    private final FrameReceiver receiver;
    private final FrameBudget budget;
    private final int window;
    private final FrameScanner scanner;
    private final Deque<Frame> waiting = new ArrayDeque<>();
    private final Deque<Turn> unanswered = new ArrayDeque<>();
    private final Runnable pumpLater = this::pumpOnLoop;
    private @Nullable ChannelHandlerContext context;
    private boolean ended;
    private boolean flushDue;

    /**
     * @param window frames that may be unanswered at a time
     * @param frameLimit bytes of a frame
     */
    FeedConnection(FrameReceiver receiver, FrameBudget budget, int window, int frameLimit) {
        this.receiver = receiver;
        this.budget = budget;
        this.window = window;
        this.scanner = new FrameScanner(frameLimit);
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
    }

    @Override
    protected void channelRead0(ChannelHandlerContext here, ByteBuf bytes) {
        scanner.scan(bytes, waiting::add);
        pump();
    }

    @Override
    public void channelInactive(ChannelHandlerContext here) {
        ended = true;
        pump();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext here) {
        pump();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext here, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ended = true;
            pump();
        } else if (event instanceof IdleStateEvent
                && scanner.midFrame()
                && here.channel().config().isAutoRead()) {
            LOG.info("Closed a connection that left a frame unfinished");
            close(here);
        }
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
                && unanswered.size() < window
                && budget.take(waiting.getFirst().bytes().length, pumpLater)) {
            hand(waiting.removeFirst());
        }
        ChannelHandlerContext here = context();
        boolean idle = waiting.isEmpty() && unanswered.isEmpty();
        if (ended && idle) {
            close(here);
            return;
        }
        boolean room = waiting.isEmpty() && unanswered.size() < window;
        here.channel().config().setAutoRead(!ended && room && here.channel().isWritable());
    }

    private void hand(Frame frame) {
        Turn turn = new Turn(frame.bytes().length);
        unanswered.add(turn);
        receiver.receive(frame)
                .whenComplete((answer, failure) -> context().executor().execute(() -> answered(turn, answer)));
    }

    private void answered(Turn turn, byte @Nullable [] answer) {
        turn.answer = Optional.of(answer == null ? new byte[0] : answer);
        while (!unanswered.isEmpty() && unanswered.getFirst().answer.isPresent()) {
            Turn next = unanswered.removeFirst();
            budget.giveBack(next.bytes);
            next.answer.filter(bytes -> bytes.length > 0).ifPresent(this::write);
        }
        pump();
    }

    private void write(byte[] answer) {
        ChannelHandlerContext here = context();
        ByteBuf frame = here.alloc().ioBuffer(answer.length + 3);
        frame.writeByte(FrameScanner.VT).writeBytes(answer).writeByte(FrameScanner.FS);
        here.write(frame.writeByte(FrameScanner.CR), here.voidPromise());
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

        Turn(long bytes) {
            this.bytes = bytes;
        }
    }
}
