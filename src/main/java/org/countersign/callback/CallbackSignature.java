package org.countersign.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** How a provider proves that a request is its own. */
interface CallbackSignature {

    /** Older and later ones are refused: who records a callback can play it back so long and no longer. */
    Duration WINDOW = Duration.ofMinutes(5);

    /**
     * Whether the provider made this request, as it is.
     *
     * @param settings of the channel, by the last part of their names
     */
    boolean holds(Callback callback, Function<String, Optional<String>> settings);

    /** Whether the query is signed, too; else nothing in it is believed. */
    default boolean coversQuery() {
        return false;
    }

    /** Whether a time in seconds since 1970 is near {@code now}; what is no number is not. */
    static boolean recent(String seconds, Instant now) {
        if (!seconds.matches("[0-9]{1,12}")) {
            return false;
        }
        return Duration.between(Instant.ofEpochSecond(Long.parseLong(seconds)), now)
                        .abs()
                        .compareTo(WINDOW)
                <= 0;
    }
}
