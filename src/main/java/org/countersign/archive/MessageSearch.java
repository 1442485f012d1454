package org.countersign.archive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which stored messages are wanted.
 *
 * @param patientKey pseudonym
 * @param type MSH-9.1 and 9.2, as {@code SIU^S12}
 * @param states names of {@link org.countersign.intake.RowState}; none for any
 * @param from earliest time of arrival
 * @param to first time of arrival that is too late
 * @param before only rows with a smaller id: what follows the page that ended there
 * @param uncorrected leaves out what a corrected message took the place of
 * @param limit rows, at most
 */
record MessageSearch(
        Optional<String> controlId,
        Optional<String> patientKey,
        Optional<String> type,
        List<String> states,
        Optional<String> feed,
        Optional<Instant> from,
        Optional<Instant> to,
        OptionalLong before,
        boolean uncorrected,
        int limit) {

    MessageSearch {
        states = List.copyOf(states);
    }
}
