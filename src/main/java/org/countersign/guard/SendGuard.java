package org.countersign.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.QuietHours;

/**
 * Says whether one more message may go to an address now: not in quiet hours, not by what the patient refused, not to an
 * address on the do-not-contact list, and not beyond the limits. These count what was sent to the address, for whatever
 * challenge and over whatever transport, and hold over resends and restarts.
 */
public final class SendGuard {

    private final SendCountStore counts;
    private final DoNotContact doNotContact;
    private final ContactConsents consents;
    private final List<Limit> limits;

    SendGuard(SendCountStore counts, DoNotContact doNotContact, ContactConsents consents, LimitProperties properties) {
        this.counts = counts;
        this.doNotContact = doNotContact;
        this.consents = consents;
        this.limits = List.of(
                new Limit(properties.sendsInTenMinutes(), Duration.ofMinutes(10), "10 minutes"),
                new Limit(properties.sendsInADay(), Duration.ofDays(1), "a day"));
    }

    /**
     * Asks for one send. To be called in the transaction that keeps the attempt: until its commit nobody else is
     * admitted for the same address.
     *
     * @param step what is to be sent
     * @param patientKey pseudonym of the patient whom it is about
     * @param recipientKey pseudonym of its address
     * @return why not; empty when it may be sent
     */
    public Optional<String> veto(PlannedStep step, String patientKey, String recipientKey, Instant now) {
        if (step.quietAt(now)) {
            return step.quiet().map(QuietHours::sentence);
        }
        if (doNotContact.isListed(step.address())) {
            return Optional.of("the address is on the do-not-contact list");
        }
        Optional<String> refusal = step.evenIfRefused()
                ? Optional.empty()
                : step.transport().medium().flatMap(medium -> consents.refusal(patientKey, medium, now));
        return refusal.isPresent() ? refusal : vetoByLimit(recipientKey, now);
    }

    private Optional<String> vetoByLimit(String recipientKey, Instant now) {
        counts.lock(recipientKey);
        return limits.stream()
                .filter(limit -> counts.since(recipientKey, now.minus(limit.period())) >= limit.sends())
                .map(limit -> "limit of " + limit.sends() + " sends in " + limit.words() + " to this address")
                .findFirst();
    }

    private record Limit(int sends, Duration period, String words) {}
}
