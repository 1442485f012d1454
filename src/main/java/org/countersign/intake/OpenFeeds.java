package org.countersign.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;

/** The ports of feeds that are open, each with the gate to its route. */
final class OpenFeeds {

    private final Map<String, OpenFeed> open = new HashMap<>();
    private final BiFunction<Frame, String, byte[]> refusal;
    private int holds;

    /** @param refusal makes the answer for a frame, of the feed named, that no route takes */
    OpenFeeds(BiFunction<Frame, String, byte[]> refusal) {
        this.refusal = refusal;
    }

    private record OpenFeed(FeedListener listener, FeedGate gate) {}

    /**
     * Lets a feed's frames through to {@code route}; opens its port unless it is held.
     *
     * @throws OperationalException when another route has the feed, or the port cannot be had
     */
    synchronized FeedListener attach(String feed, FrameReceiver route, Function<FrameReceiver, FeedListener> opening) {
        OpenFeed held = open.get(feed);
        if (held == null) {
            FeedGate gate = new FeedGate();
            FeedListener listener = opening.apply(gate);
            gate.open(route);
            open.put(feed, new OpenFeed(listener, gate));
            return listener;
        }
        if (!held.gate().open(route)) {
            throw new OperationalException(ErrorCategory.INVALID_INPUT, "The feed " + feed + " has a route already");
        }
        return held.listener();
    }

    /** Lets nothing through any more, and closes the port unless it is held. */
    void detach(String feed) {
        OpenFeed found;
        boolean held;
        synchronized (this) {
            found = open.get(feed);
            held = holds > 0;
            if (!held) {
                open.remove(feed);
            }
        }
        if (found == null) {
            return;
        }
        if (!held) {
            found.listener().close(); // answers what it has received, by the route that still is there
        }
        found.gate().shut();
    }

    FeedHold.Held hold() {
        synchronized (this) {
            holds++;
        }
        return this::release;
    }

    private void release() {
        Map<String, OpenFeed> abandoned = new HashMap<>();
        synchronized (this) {
            holds--;
            if (holds == 0) {
                List<String> feeds = new ArrayList<>(open.keySet());
                feeds.removeIf(feed -> isOpen(feed));
                feeds.forEach(feed -> abandoned.put(feed, java.util.Objects.requireNonNull(open.remove(feed))));
            }
        }
        abandoned.forEach((feed, one) -> {
            one.gate().refuseWaiting(frame -> refusal.apply(frame, feed));
            one.listener().close();
            one.gate().refuseWaiting(frame -> refusal.apply(frame, feed));
        });
    }

    private boolean isOpen(String feed) {
        OpenFeed found = open.get(feed);
        return found != null && found.gate().isOpen();
    }
}
