package org.countersign.challenge;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.countersign.event.ClinicalEvent;
import org.countersign.policy.PolicyDecision;

/**
 * Makes a policy's decision about a message that was processed before so, without a second code: an act that is open or
 * verified as it is stays as it is, unless it is asked for expressly. In the caller's transaction.
 */
public final class ReplayGuard {

    private final ChallengeStore store;
    private final ChallengeArbiter arbiter;
    private final ChallengeIssuer issuer;
    private final Clock clock;

    ReplayGuard(ChallengeStore store, ChallengeArbiter arbiter, ChallengeIssuer issuer, Clock clock) {
        this.store = store;
        this.arbiter = arbiter;
        this.issuer = issuer;
        this.clock = clock;
    }

    /**
     * Applies {@code decision} to the event's act.
     *
     * @param sendAgain whether an open challenge's code is sent once more, and a verified act is challenged anew
     */
    public IssueOutcome apply(ClinicalEvent event, PolicyDecision decision, long inboxId, boolean sendAgain) {
        if (!(decision instanceof PolicyDecision.Require require)) {
            return issuer.apply(event, decision, inboxId);
        }
        Instant now = clock.instant();
        Optional<Challenge> standing = issuer.actKey(event)
                .flatMap(store::findLatest)
                .filter(latest -> !latest.decoy())
                .filter(latest -> latest.openAt(now) || latest.state() == ChallengeState.VERIFIED)
                .filter(latest -> latest.recipe()
                        .binding()
                        .equals(ActBinding.of(require.plan().binding())));
        if (standing.isEmpty()) {
            return issuer.apply(event, decision, inboxId);
        }
        if (!sendAgain) {
            return new IssueOutcome.Unchanged(standing.get().id());
        }
        return standing.get().state() == ChallengeState.VERIFIED
                ? issuer.issueAnew(event, require.plan(), inboxId)
                : resend(standing.get(), now);
    }

    /** The same code; within {@link ChallengeTransitions#RESEND_INTERVAL} of the last send nothing is sent. */
    private IssueOutcome resend(Challenge open, Instant now) {
        return arbiter.decide(open.id(), now, standing -> ChallengeTransitions.resend(standing, now))
                .<IssueOutcome>map(done -> new IssueOutcome.SentAgain(open.id()))
                .orElseGet(() -> new IssueOutcome.Unchanged(open.id()));
    }
}
