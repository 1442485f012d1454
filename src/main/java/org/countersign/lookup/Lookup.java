package org.countersign.lookup;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.countersign.policy.Transport;

/**
 * What a lookup's Kamelet file says of itself, and how it is set.
 *
 * @param name the Kamelet's name without {@code lookup-}, as {@code sim-swap}
 * @param title for people
 * @param transports before which it is asked; not empty
 * @param requires the settings without which it is not asked
 * @param needsSince whether it is asked only where it is known since when the number is the person's
 * @param limit how long it may take, all in all
 * @param onFailure what becomes of the send when it gives no answer
 * @param onUnknown what becomes of the send when it does not know the number
 */
public record Lookup(
        String name,
        String title,
        Set<Transport> transports,
        List<String> requires,
        boolean needsSince,
        Duration limit,
        Otherwise onFailure,
        Otherwise onUnknown) {

    /** What becomes of a send that a lookup said nothing about. */
    public enum Otherwise {
        /** It is made as if nobody had been asked. */
        SEND,
        /** It is refused as by a veto. */
        REFUSE;

        /** As annotations and settings write it: {@code send}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
