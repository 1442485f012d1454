package org.countersign.silent;

import java.util.Optional;
import org.countersign.challenge.Challenge;
import org.countersign.policy.PolicyCatalog;
import org.countersign.policy.Transport;

/** The addresses that a portal has a person open on their phone. */
public final class SilentLinks {

    private final SilentSettings settings;
    private final SilentTickets tickets;
    private final PolicyCatalog policies;

    SilentLinks(SilentSettings settings, SilentTickets tickets, PolicyCatalog policies) {
        this.settings = settings;
        this.tickets = tickets;
        this.policies = policies;
    }

    /**
     * The address of a challenge that an application asked for, where its policy has a silent step. It says nothing of
     * the person: a decoy has one, too, and so has a number that no operator covers.
     */
    public Optional<String> of(Challenge challenge) {
        return settings.isConfigured() && challenge.requested() && policies.uses(challenge.policy(), Transport.SILENT)
                ? Optional.of(settings.publicUrl() + SilentController.PATH + tickets.of(challenge))
                : Optional.empty();
    }
}
