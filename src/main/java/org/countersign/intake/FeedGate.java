package org.countersign.intake;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the connections of a feed and its route, so that another route can take its place. Frames that come
 * while there is none wait, in order; their connections' windows bound how many.
 */
final class FeedGate implements FrameReceiver {

    private static final int FINISH_SECONDS = 5;

    /** Held by all who hand on a frame; alone by whoever changes the route. So none is in the old one's hands unseen. */
    private final ReadWriteLock change = new ReentrantReadWriteLock();

    private final Inside inside = new Inside();
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private @Nullable FrameReceiver route;

    private record Waiting(Frame frame, Peer peer, CompletableFuture<byte[]> answer) {}

    @Override
    public CompletionStage<byte[]> receive(Frame frame, Peer peer) {
        change.readLock().lock();
        try {
            FrameReceiver now = route;
            if (now != null) {
                return counted(now.receive(frame, peer));
            }
            Waiting one = new Waiting(frame, peer, new CompletableFuture<>());
            waiting.add(one);
            return one.answer();
        } finally {
            change.readLock().unlock();
        }
    }

    /** Lets frames through to {@code next}, those that wait first; false when another route has the feed. */
    boolean open(FrameReceiver next) {
        change.writeLock().lock();
        try {
            if (route != null) {
                return false;
            }
            answerWaiting(one -> counted(next.receive(one.frame(), one.peer())));
            route = next;
            return true;
        } finally {
            change.writeLock().unlock();
        }
    }

    /** Lets none through; when it returns, the route has answered all that it had, unless that takes too long. */
    void shut() {
        change.writeLock().lock();
        try {
            route = null;
        } finally {
            change.writeLock().unlock();
        }
        inside.awaitNone(FINISH_SECONDS);
    }

    boolean isOpen() {
        change.readLock().lock();
        try {
            return route != null;
        } finally {
            change.readLock().unlock();
        }
    }

    /** Answers all that wait, for no route will. */
    void refuseWaiting(Function<Frame, byte[]> refusal) {
        answerWaiting(one -> CompletableFuture.completedFuture(refusal.apply(one.frame())));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the answer is handed on
    private void answerWaiting(Function<Waiting, CompletionStage<byte[]>> answer) {
        Queue<Waiting> all = new ArrayDeque<>();
        for (Waiting one = waiting.poll(); one != null; one = waiting.poll()) {
            all.add(one);
        }
        for (Waiting one : all) {
            answer.apply(one).whenComplete((bytes, failure) -> {
                if (failure == null) {
                    one.answer().complete(bytes);
                } else {
                    one.answer().completeExceptionally(failure);
                }
            });
        }
    }

    private CompletionStage<byte[]> counted(CompletionStage<byte[]> answer) {
        inside.enter();
        return answer.whenComplete((bytes, failure) -> inside.leave());
    }

    /** How many frames the route has and has not answered. */
    private static final class Inside {

        private int frames;

        synchronized void enter() {
            frames++;
        }

        synchronized void leave() {
            frames--;
            if (frames == 0) {
                notifyAll();
            }
        }

        synchronized void awaitNone(int seconds) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            try {
                for (long left = end - System.nanoTime(); frames > 0 && left > 0; left = end - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
