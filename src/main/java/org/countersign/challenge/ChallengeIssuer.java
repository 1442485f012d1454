package org.countersign.challenge;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.countersign.audit.AuditKind;
import org.countersign.audit.AuditOutcome;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.Person;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Pseudonyms;
import org.countersign.policy.ChallengePlan;
import org.countersign.policy.PolicyDecision;

/** Makes a policy's decision so: issues, supersedes or cancels a challenge, in the caller's transaction. */
public final class ChallengeIssuer {

    private final ChallengeStore store;
    private final ChallengeArbiter arbiter;
    private final KeyRing keys;
    private final ActKeys acts;
    private final Clock clock;

    public ChallengeIssuer(
            ChallengeStore store, ChallengeArbiter arbiter, KeyRing keys, Pseudonyms pseudonyms, Clock clock) {
        this.store = store;
        this.arbiter = arbiter;
        this.keys = keys;
        this.acts = new ActKeys(pseudonyms);
        this.clock = clock;
    }

    /**
     * Applies {@code decision} to the event's act. To be called in an open transaction that also marks the message as
     * done, so that a redelivered message cannot issue twice.
     *
     * @param inboxId the message that the event was read from
     */
    public IssueOutcome apply(ClinicalEvent event, PolicyDecision decision, long inboxId) {
        return switch (decision) {
            case PolicyDecision.Skip skip -> new IssueOutcome.Skipped(skip.reason(), skip.detail());
            case PolicyDecision.Withdraw withdraw -> withdraw(event, withdraw.why());
            case PolicyDecision.Require require -> require(event, require.plan(), inboxId);
        };
    }

    /** Cancels what is pending for the act, by whichever of its numbers the event gives. */
    private IssueOutcome withdraw(ClinicalEvent event, String why) {
        Instant now = clock.instant();
        List<UUID> cancelled = event.person().stream()
                .flatMap(person -> pending(event, person))
                .map(Challenge::id)
                .distinct()
                .filter(id -> arbiter.decide(id, now, pending -> ChallengeTransitions.cancel(pending, why, now))
                        .isPresent())
                .toList();
        return cancelled.isEmpty()
                ? new IssueOutcome.NothingPending(why)
                : new IssueOutcome.Withdrawn(cancelled.getFirst(), why);
    }

    private Stream<Challenge> pending(ClinicalEvent event, Person person) {
        String patientKey = acts.patientKey(person.identifiers().getFirst());
        return Stream.concat(
                store
                        .findLatest(
                                acts.actKey(event.site().facility(), event.act().reference(), patientKey))
                        .stream(),
                store
                        .listOpenNamed(
                                patientKey, event.site().facility(), event.act().names())
                        .stream());
    }

    private IssueOutcome require(ClinicalEvent event, ChallengePlan plan, long inboxId) {
        Person person =
                event.person().orElseThrow(() -> new IllegalArgumentException("A challenge was required for nobody"));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Challenge fresh = open(event, person, plan, OptionalLong.of(inboxId), now);
        Optional<Challenge> latest = store.findLatest(fresh.actKey());
        if (latest.filter(pending -> stands(pending, fresh, event.change(), now))
                .isPresent()) {
            return new IssueOutcome.Unchanged(latest.get().id());
        }
        Stream.concat(latest.stream(), renamed(event, fresh))
                .map(Challenge::id)
                .distinct()
                .forEach(id -> arbiter.decide(id, now, standing -> retire(standing, fresh, now)));
        store.insert(fresh);
        arbiter.record(new Transition(fresh, List.of(issued(fresh))), now, true);
        return new IssueOutcome.Issued(fresh.id());
    }

    /** An amended act is the one that was pending, though its sender now leaves out the number it went by. */
    private Stream<Challenge> renamed(ClinicalEvent event, Challenge fresh) {
        return event.change() == ClinicalEvent.Change.CHANGED
                ? store.listOpenNamed(fresh.patientKey(), fresh.facility(), fresh.names()).stream()
                : Stream.empty();
    }

    /** Issues a challenge whatever was answered before. */
    IssueOutcome issueAnew(ClinicalEvent event, ChallengePlan plan, long inboxId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Challenge fresh = open(event, event.person().orElseThrow(), plan, OptionalLong.of(inboxId), now);
        store.insert(fresh);
        arbiter.record(new Transition(fresh, List.of(issued(fresh))), now, true);
        return new IssueOutcome.Issued(fresh.id());
    }

    /**
     * Issues what a client of the API asks for; what stands for the act is superseded, for the client has another id
     * then. In the caller's transaction, while nobody else works for the patient.
     *
     * @param plan without steps where nobody is to be written to: a decoy is kept like any other challenge
     * @param course which step it begins with
     * @param details for the trail: the client, and the reason where nobody is written to
     */
    public Challenge request(ClinicalEvent event, ChallengePlan plan, Course course, Map<String, String> details) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Challenge fresh = open(event, event.person().orElseThrow(), plan, OptionalLong.empty(), course, now);
        store.findLatest(fresh.actKey())
                .ifPresent(latest -> arbiter.decide(latest.id(), now, standing -> retire(standing, fresh, now)));
        store.insert(fresh);
        arbiter.record(new Transition(fresh, List.of(requested(fresh, details))), now, true);
        return fresh;
    }

    private static Transition.Event requested(Challenge fresh, Map<String, String> details) {
        Transition.Event issued = issued(fresh);
        Map<String, String> all = new TreeMap<>(issued.details());
        all.putAll(details);
        return fresh.decoy()
                ? new Transition.Event(AuditKind.CODE_WITHHELD, AuditOutcome.SERIOUS_FAILURE, all)
                : new Transition.Event(issued.kind(), issued.outcome(), all);
    }

    /** Pseudonym of the patient of whom {@code identifier} is: whoever works for one holds its lock. */
    public String patientKey(Person.Identifier identifier) {
        return acts.patientKey(identifier);
    }

    /** Pseudonym of the event's act; empty for an event about nobody. */
    Optional<String> actKey(ClinicalEvent event) {
        return event.person()
                .map(person -> acts.patientKey(person.identifiers().getFirst()))
                .map(patientKey ->
                        acts.actKey(event.site().facility(), event.act().reference(), patientKey));
    }

    /** Whether {@code earlier} already asks, or was already answered, for just this act as it is now. */
    private static boolean stands(Challenge earlier, Challenge fresh, ClinicalEvent.Change change, Instant now) {
        boolean answered = earlier.state() == ChallengeState.VERIFIED && change == ClinicalEvent.Change.CHANGED;
        return (earlier.openAt(now) || answered)
                && !earlier.decoy()
                && earlier.recipe().binding().equals(fresh.recipe().binding());
    }

    private static Optional<Transition> retire(Challenge standing, Challenge fresh, Instant now) {
        Optional<Transition> expired = ChallengeTransitions.expire(standing, now);
        return expired.isPresent()
                ? expired
                : ChallengeTransitions.supersede(standing, fresh.id().toString(), now);
    }

    private Challenge open(ClinicalEvent event, Person person, ChallengePlan plan, OptionalLong inboxId, Instant now) {
        return open(event, person, plan, inboxId, Course.START, now);
    }

    private Challenge open(
            ClinicalEvent event, Person person, ChallengePlan plan, OptionalLong inboxId, Course course, Instant now) {
        Person.Identifier identifier = person.identifiers().getFirst();
        ActBinding binding = ActBinding.of(plan.binding());
        String patientKey = acts.patientKey(identifier);
        String reference = event.act().reference();
        Instant start = plan.reach().start(now);
        return new Challenge(
                UUID.randomUUID(),
                0,
                Tags.next(),
                inboxId,
                event.site().facility(),
                plan.purpose(),
                plan.policy(),
                acts.name(reference, patientKey),
                acts.actKey(event.site().facility(), reference, patientKey),
                patientKey,
                new CodeRecipe(keys.currentEpoch(), 1, plan.codeLength(), binding),
                ChallengeState.OPEN,
                0,
                plan.tries(),
                now,
                start.plus(plan.timeToLive()),
                Optional.empty(),
                plan.locale(),
                recipient(event, person, plan),
                plan.steps(),
                Collections.nCopies(plan.steps().size(), Progress.PLANNED),
                1,
                Optional.of(new DueStep(course.step(), 1, start)),
                inboxId.isPresent() ? Optional.empty() : Optional.of(now),
                event.act().names(),
                course);
    }

    private static Recipient recipient(ClinicalEvent event, Person person, ChallengePlan plan) {
        Person.Identifier identifier = person.identifiers().getFirst();
        return new Recipient(
                person.name(),
                identifier.value(),
                identifier.authority(),
                plan.reach().proxy(),
                org.countersign.platform.Sensitive.of(new TreeMap<>(event.act().bindable())));
    }

    static Transition.Event issued(Challenge challenge) {
        Map<String, String> details = new TreeMap<>(Map.of(
                "steps", Integer.toString(challenge.steps().size()),
                "expires", challenge.expiresAt().toString()));
        challenge
                .due()
                .filter(due -> due.at().isAfter(challenge.issuedAt()))
                .ifPresent(held -> details.put("due", held.at().toString()));
        return new Transition.Event(AuditKind.CODE_ISSUED, AuditOutcome.SUCCESS, details);
    }
}
