package org.countersign.intake;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a connection is to be closed for its slowness: a frame that is not whole in time, however often a byte of it
 * comes, or no frame at all for long. Time in which the hub itself did not read does not count. Runs on the event loop.
 */
final class ConnectionWatch {

    private final EventExecutor loop;
    private final ConnectionLimits limits;
    private final FrameScanner scanner;
    private final Consumer<String> close;
    private @Nullable Future<?> frameCheck;
    private @Nullable Future<?> idleCheck;
    private long begun;
    private long frameSince;
    private long quietSince = System.nanoTime();
    private boolean busy;

    /** @param close closes the connection, for the reason given */
    ConnectionWatch(EventExecutor loop, ConnectionLimits limits, FrameScanner scanner, Consumer<String> close) {
        this.loop = loop;
        this.limits = limits;
        this.scanner = scanner;
        this.close = close;
        if (!limits.idleTimeout().isZero()) {
            idleCheck = after(limits.idleTimeout().toNanos(), this::checkIdle);
        }
    }

    /** Bytes came and were scanned. */
    void scanned() {
        if (scanner.begun() != begun) {
            begun = scanner.begun();
            frameSince = System.nanoTime();
            quietSince = frameSince;
        }
        if (scanner.midFrame() && frameCheck == null) {
            frameCheck = after(limits.frameTimeout().toNanos(), this::checkFrame);
        }
    }

    /** @param unanswered whether frames wait for an answer, or to be taken */
    void pumped(boolean unanswered, boolean readsAgain) {
        long now = System.nanoTime();
        if (readsAgain) {
            frameSince = now;
        }
        if (busy && !unanswered) {
            quietSince = now;
        }
        busy = unanswered;
    }

    void stop() {
        cancel(frameCheck);
        cancel(idleCheck);
    }

    private void checkFrame() {
        frameCheck = null;
        if (!scanner.midFrame()) {
            return;
        }
        long left = busy ? limits.frameTimeout().toNanos() : left(frameSince, limits.frameTimeout());
        if (left <= 0) {
            close.accept("its frame was not whole in time");
        } else {
            frameCheck = after(left, this::checkFrame);
        }
    }

    private void checkIdle() {
        long left = busy ? limits.idleTimeout().toNanos() : left(quietSince, limits.idleTimeout());
        if (left <= 0) {
            close.accept("no frame came by it for long");
        } else {
            idleCheck = after(left, this::checkIdle);
        }
    }

    private static long left(long since, Duration timeout) {
        return since + timeout.toNanos() - System.nanoTime();
    }

    private Future<?> after(long nanos, Runnable check) {
        return loop.schedule(check, nanos, TimeUnit.NANOSECONDS);
    }

    private static void cancel(@Nullable Future<?> check) {
        if (check != null) {
            check.cancel(false);
        }
    }
}
