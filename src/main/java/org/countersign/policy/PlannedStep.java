package org.countersign.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.countersign.platform.Sensitive;

/**
 * One step of a plan.
 *
 * @param address E.164 number, with {@code ;ext=} and its extension where it has one, or e-mail address
 * @param fallbackAfter how long to wait for {@code success} before the next step is sent
 * @param since start of the address's period of validity, where the record tells one
 * @param quiet hours in which the step is not sent but left out; empty where there are none
 * @param evenIfRefused whether it is sent though the patient refuses its medium: by the policy's word, or since it goes to
 *     somebody else
 */
public record PlannedStep(
        Transport transport,
        Sensitive<String> address,
        Duration fallbackAfter,
        Success success,
        Optional<Instant> since,
        Optional<QuietHours> quiet,
        boolean evenIfRefused) {

    /** A step at any hour, unless the patient refuses it, to an address of which nobody knows since when it is theirs. */
    public PlannedStep(Transport transport, Sensitive<String> address, Duration fallbackAfter, Success success) {
        this(transport, address, fallbackAfter, success, Optional.empty(), Optional.empty(), false);
    }

    /** Whether it may not be sent at {@code now} because of the hour. */
    public boolean quietAt(Instant now) {
        return quiet.filter(hours -> hours.includes(now)).isPresent();
    }
}
