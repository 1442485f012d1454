package org.countersign.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.countersign.platform.Sensitive;

/**
 * One step of a plan.
 *
 * @param address E.164 number or e-mail address
 * @param fallbackAfter how long to wait for {@code success} before the next step is sent
 * @param since start of the address's period of validity, where the record tells one
 */
public record PlannedStep(
        Transport transport,
        Sensitive<String> address,
        Duration fallbackAfter,
        Success success,
        Optional<Instant> since) {

    /** A step to an address whose record does not tell since when it is the person's. */
    public PlannedStep(Transport transport, Sensitive<String> address, Duration fallbackAfter, Success success) {
        this(transport, address, fallbackAfter, success, Optional.empty());
    }
}
