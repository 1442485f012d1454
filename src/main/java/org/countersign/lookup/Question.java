package org.countersign.lookup;

import java.time.LocalDate;
import java.util.Optional;
import org.countersign.guard.NumberProfile;
import org.countersign.platform.Sensitive;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;

/**
 * What is asked before one send.
 *
 * @param to the E.164 number that it is to go to, perhaps with an extension ({@code ;ext=})
 * @param number what the numbering plan tells of it
 * @param since last day on which the number is known to have been the person's
 */
public record Question(
        Sensitive<String> to,
        Transport transport,
        NumberProfile number,
        String facility,
        Purpose purpose,
        Optional<LocalDate> since) {

    /** The number without what is dialled after it, which no operator knows. */
    String subscriber() {
        return to.reveal().replaceFirst(";.*", "");
    }
}
