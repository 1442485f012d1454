package org.countersign.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Says whether one more message may go to an address. The limits count what was sent to the address, for whatever
 * challenge and over whatever transport, and hold over resends and restarts.
 */
public final class SendGuard {

    private final SendCountStore counts;
    private final List<Limit> limits;

    SendGuard(SendCountStore counts, LimitProperties properties) {
        this.counts = counts;
        this.limits = List.of(
                new Limit(properties.sendsInTenMinutes(), Duration.ofMinutes(10), "10 minutes"),
                new Limit(properties.sendsInADay(), Duration.ofDays(1), "a day"));
    }

    /**
     * Asks for one send. To be called in the transaction that keeps the attempt: until its commit nobody else is
     * admitted for the same address.
     *
     * @param recipientKey pseudonym of the address
     * @return why not; empty when it may be sent
     */
    public Optional<String> veto(String recipientKey, Instant now) {
        counts.lock(recipientKey);
        return limits.stream()
                .filter(limit -> counts.since(recipientKey, now.minus(limit.period())) >= limit.sends())
                .map(limit -> "limit of " + limit.sends() + " sends in " + limit.words() + " to this address")
                .findFirst();
    }

    private record Limit(int sends, Duration period, String words) {}
}
