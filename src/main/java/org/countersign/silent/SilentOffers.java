package org.countersign.silent;

import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeStore;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;

/** Says whether a silent step can come to anything, before it is waited for; the bean {@code silentOffers}. */
public final class SilentOffers {

    private final Operators operators;
    private final ChallengeStore challenges;

    SilentOffers(Operators operators, ChallengeStore challenges) {
        this.operators = operators;
        this.challenges = challenges;
    }

    /**
     * Makes sure that somebody can open an address, and that the number may be one of an operator that is configured.
     *
     * @throws OperationalException REFUSED, "not covered", where it cannot be
     */
    public void cover(Exchange exchange) {
        Message message = exchange.getMessage();
        String reference = message.getHeader("Reference", "", String.class);
        UUID challenge = UUID.fromString(reference.replaceFirst("/.*", ""));
        if (!challenges.find(challenge).map(Challenge::requested).orElse(false)) {
            throw notCovered("no portal asked for it, so that nobody can open an address");
        }
        String country = message.getHeader("Country", "", String.class);
        if (!operators.cover(country, message.getHeader("Carrier", "", String.class))) {
            throw notCovered("the number is of no operator that is configured");
        }
    }

    private static OperationalException notCovered(String why) {
        return new OperationalException(ErrorCategory.REFUSED, "not covered: " + why);
    }
}
