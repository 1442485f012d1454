package org.countersign.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down guessing: of one user from one address, so that nobody is locked out by a stranger elsewhere. Tries are
 * counted before the password is looked at, so that many at a time get no more. In memory: a restart forgets.
 */
final class SignInThrottle {

    static final int TRIES = 5;
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final int CALLERS_MAX = 10_000;

    private final Clock clock;
    private final Map<Caller, Window> windows = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Caller, Window> eldest) {
            return size() > CALLERS_MAX;
        }
    };

    SignInThrottle(Clock clock) {
        this.clock = clock;
    }

    /** Counts a try; gives how long to wait when there were too many, in which case it must not go on. */
    synchronized Optional<Duration> count(String user, String address) {
        Instant now = clock.instant();
        Window window = windows.merge(
                new Caller(user, address),
                new Window(now.plus(WINDOW), 1),
                (standing, fresh) -> now.isBefore(standing.end()) ? standing.next() : fresh);
        return window.tries() > TRIES ? Optional.of(Duration.between(now, window.end())) : Optional.empty();
    }

    /** Forgets the tries of a caller that knew the password. */
    synchronized void forget(String user, String address) {
        windows.remove(new Caller(user, address));
    }

    private record Caller(String user, String address) {}

    private record Window(Instant end, int tries) {

        Window next() {
            return new Window(end, Math.min(tries + 1, TRIES + 1));
        }
    }
}
