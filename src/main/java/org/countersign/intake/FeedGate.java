package org.countersign.intake;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the connections of a feed and its route, so that another route can take its place. Frames that come
 * while there is none wait, in order; their connections' windows bound how many.
 */
final class FeedGate implements FrameReceiver {

    /** Held by all who hand on a frame; alone by whoever changes the route. So none is in the old one's hands unseen. */
    private final ReadWriteLock change = new ReentrantReadWriteLock();

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private @Nullable FrameReceiver route;

    private record Waiting(Frame frame, Caller caller, CompletableFuture<byte[]> answer) {}

    @Override
    public CompletionStage<byte[]> receive(Frame frame, Caller caller) {
        change.readLock().lock();
        try {
            FrameReceiver now = route;
            if (now != null) {
                return now.receive(frame, caller);
            }
            Waiting one = new Waiting(frame, caller, new CompletableFuture<>());
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
            answerWaiting(one -> next.receive(one.frame(), one.caller()));
            route = next;
            return true;
        } finally {
            change.writeLock().unlock();
        }
    }

    /** Lets none through; when it returns, none is on its way into the route. */
    void shut() {
        change.writeLock().lock();
        try {
            route = null;
        } finally {
            change.writeLock().unlock();
        }
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
}
