package org.countersign.intake;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.challenge.ChallengeIssuer;
import org.countersign.challenge.IssueOutcome;
import org.countersign.challenge.PersonFollower;
import org.countersign.challenge.ReplayGuard;
import org.countersign.event.ClinicalEvent;
import org.countersign.guard.ContactConsents;
import org.countersign.policy.PolicyCatalog;
import org.countersign.policy.PolicyDecision;

/** What the events of a message lead to: for their acts, then for their person. In the caller's transaction. */
final class EventWork {

    private final PolicyCatalog policies;
    private final ChallengeIssuer issuer;
    private final ReplayGuard guard;
    private final PersonFollower follower;
    private final ContactConsents consents;

    EventWork(
            PolicyCatalog policies,
            ChallengeIssuer issuer,
            ReplayGuard guard,
            PersonFollower follower,
            ContactConsents consents) {
        this.policies = policies;
        this.issuer = issuer;
        this.guard = guard;
        this.follower = follower;
        this.consents = consents;
    }

    /** Events of message {@code inboxId}, which nobody has processed yet. */
    List<IssueOutcome> apply(List<ClinicalEvent> events, long inboxId, Instant now) {
        return outcomes(
                events.stream().map(event -> consents.learn(event, now)),
                inboxId,
                event -> issuer.apply(event, policies.decide(event, now), inboxId));
    }

    /**
     * Events of message {@code inboxId}, which was processed before; what it says of consents may be outdated.
     *
     * @param sendAgain whether a code may be sent that was sent before
     */
    List<IssueOutcome> applyAgain(List<ClinicalEvent> events, long inboxId, boolean sendAgain, Instant now) {
        return outcomes(events.stream().map(consents::recall), inboxId, event -> {
            PolicyDecision decision = policies.decide(event, now);
            return guard.apply(event, decision, inboxId, sendAgain);
        });
    }

    /** All patients whose records {@code events} merge, into whichever; most messages merge none. */
    Set<String> merged(List<ClinicalEvent> events) {
        return events.stream().flatMap(follower::merged).collect(Collectors.toUnmodifiableSet());
    }

    /** The same events of persons as they are known now. */
    List<ClinicalEvent> resolve(List<ClinicalEvent> events) {
        return events.stream().map(follower::resolve).toList();
    }

    private List<IssueOutcome> outcomes(
            Stream<ClinicalEvent> events, long inboxId, Function<ClinicalEvent, IssueOutcome> act) {
        return events.flatMap(event -> outcomes(act.apply(event), follower.follow(event, inboxId)))
                .toList();
    }

    /** Where something became of the person, that the act asks for nothing goes without saying. */
    private static Stream<IssueOutcome> outcomes(IssueOutcome act, List<IssueOutcome> person) {
        return person.isEmpty() || !(act instanceof IssueOutcome.Skipped)
                ? Stream.concat(Stream.of(act), person.stream())
                : person.stream();
    }
}
