package org.countersign.message;

import java.util.Optional;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;

/**
 * A text that a facility says in its own words.
 *
 * @param facility as the feeds name it; empty for every facility
 * @param range what locales it is for, a key of {@link LanguageRanges}
 * @param line where it stands in its file, from 1
 * @param subject an e-mail's, where it is not the one shipped
 */
record FacilityText(
        String facility,
        String range,
        Purpose purpose,
        Transport transport,
        int line,
        int column,
        Optional<TextPattern> subject,
        TextPattern text) {

    /** What no two texts may be for. */
    record Key(String facility, String range, Purpose purpose, Transport transport) {}

    Key key() {
        return new Key(facility, range, purpose, transport);
    }
}
