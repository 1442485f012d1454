package org.countersign.challenge;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.Person;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Pseudonyms;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.PolicyCatalog;

/**
 * Lets open challenges follow their person: into the record that theirs was merged into, to the addresses that are theirs
 * now, and to their end when the person has died. In the caller's transaction.
 */
public final class PersonFollower {

    private final ChallengeStore store;
    private final ChallengeArbiter arbiter;
    private final PolicyCatalog policies;
    private final KeyRing keys;
    private final ActKeys acts;
    private final SurvivorStore survivors;
    private final PersonResolver resolver;
    private final Clock clock;

    public PersonFollower(
            ChallengeStore store,
            ChallengeArbiter arbiter,
            PolicyCatalog policies,
            KeyRing keys,
            Pseudonyms pseudonyms,
            SurvivorStore survivors,
            Clock clock) {
        this.store = store;
        this.arbiter = arbiter;
        this.policies = policies;
        this.keys = keys;
        this.acts = new ActKeys(pseudonyms);
        this.survivors = survivors;
        this.resolver = new PersonResolver(survivors, acts);
        this.clock = clock;
    }

    /**
     * Applies what {@code told} says of its person. To be called after the event's act was dealt with, so that what was
     * issued just now stands; and, for a merge, while nobody else works for either patient.
     *
     * @param inboxId the message that the event was read from
     * @return what came of it, one for each challenge; empty when the event says nothing new of the person
     */
    public List<IssueOutcome> follow(ClinicalEvent told, long inboxId) {
        if (!told.production() || told.person().isEmpty()) {
            return List.of();
        }
        ClinicalEvent event = resolver.resolve(told); // An earlier merge of the same message may have moved it.
        Person person = event.person().orElseThrow();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<IssueOutcome> outcomes = new ArrayList<>();
        if (event.act() instanceof ClinicalAct.Merge merge) {
            outcomes.addAll(merge(merge, person, now));
        }
        if (person.deceased()) {
            outcomes.addAll(cancel(person, "deceased", now));
        } else if (!person.active()) {
            outcomes.addAll(cancel(person, "inactive", now));
        } else if (event.act() instanceof ClinicalAct.Registration && person.telecomsTold()) {
            outcomes.addAll(readdress(event, person, inboxId, now));
        }
        return outcomes;
    }

    /** {@code event} with the record that stays in the place of one that was merged into it before. */
    public ClinicalEvent resolve(ClinicalEvent event) {
        return resolver.resolve(event);
    }

    /** Pseudonyms of the records that {@code event} merges, and of the one they go into; empty for any other event. */
    public Stream<String> merged(ClinicalEvent event) {
        return event.act() instanceof ClinicalAct.Merge
                ? Stream.concat(
                        resolver.absorbed(event),
                        event.person().stream()
                                .map(person ->
                                        acts.patientKey(person.identifiers().getFirst())))
                : Stream.empty();
    }

    private List<IssueOutcome> merge(ClinicalAct.Merge merge, Person person, Instant now) {
        String into = acts.patientKey(person.identifiers().getFirst());
        Set<String> absorbed = merge.absorbed().stream()
                .map(acts::patientKey)
                .filter(key -> !key.equals(into))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        survivors.absorb(absorbed, into, person.identifiers().getFirst(), now);
        List<IssueOutcome> outcomes = absorbed.stream()
                .flatMap(key -> store.listOpenOf(key).stream())
                .flatMap(open -> mergeOne(open, person, into, now).stream())
                .toList();
        return outcomes.isEmpty()
                ? List.of(new IssueOutcome.NothingPending("the record was merged into another"))
                : outcomes;
    }

    /** Where the record that stays has a challenge for the act, that one stays, too. */
    private Optional<IssueOutcome> mergeOne(Challenge open, Person person, String patientKey, Instant now) {
        String reference = ActKeys.reference(open);
        String actKey = acts.actKey(open.facility(), reference, patientKey);
        Optional<UUID> standing = store.findLatest(actKey)
                .filter(latest -> latest.state() == ChallengeState.OPEN)
                .map(Challenge::id);
        if (standing.isPresent()) {
            String successor = standing.get().toString();
            return arbiter.decide(open.id(), now, one -> ChallengeTransitions.supersede(one, successor, now))
                    .map(done -> new IssueOutcome.Withdrawn(open.id(), "the record that stays has one for the act"));
        }
        Person.Identifier identifier = person.identifiers().getFirst();
        Recipient recipient = new Recipient(
                open.recipient().name(),
                identifier.value(),
                identifier.authority(),
                open.recipient().proxy(),
                open.recipient().about());
        PatientRecord record = new PatientRecord(patientKey, actKey, acts.name(reference, patientKey), recipient);
        return arbiter.decide(open.id(), now, one -> ChallengeTransitions.merge(one, record))
                .map(done -> new IssueOutcome.Merged(open.id()));
    }

    private List<IssueOutcome> cancel(Person person, String why, Instant now) {
        return open(person)
                .flatMap(open -> arbiter
                        .decide(open.id(), now, one -> ChallengeTransitions.cancel(one, why, now))
                        .<IssueOutcome>map(done -> new IssueOutcome.Withdrawn(open.id(), why))
                        .stream())
                .toList();
    }

    private List<IssueOutcome> readdress(ClinicalEvent event, Person person, long inboxId, Instant now) {
        return open(person)
                .filter(open -> !open.requested()) // Its addresses are the application's, not the record's.
                .filter(open -> open.steps().stream()
                        .anyMatch(
                                step -> !policies.reaches(step, open.recipient().proxy(), person, now)))
                .flatMap(open -> readdressOne(open, event, inboxId, now).stream())
                .toList();
    }

    private Optional<IssueOutcome> readdressOne(Challenge open, ClinicalEvent event, long inboxId, Instant now) {
        Optional<Transition> expired = arbiter.decide(open.id(), now, one -> ChallengeTransitions.expire(one, now));
        if (expired.isPresent()) {
            return Optional.empty();
        }
        Optional<PolicyCatalog.Renewal> renewal = policies.replan(open.policy(), event, now);
        if (renewal.isEmpty()) {
            return arbiter.decide(open.id(), now, one -> ChallengeTransitions.readdress(one, Optional.empty(), now))
                    .map(done -> new IssueOutcome.Withdrawn(open.id(), ChallengeTransitions.TELECOM_CHANGED));
        }
        Challenge fresh = successor(open, renewal.get(), inboxId, now);
        Optional<String> successor = Optional.of(fresh.id().toString());
        return arbiter.decide(open.id(), now, one -> ChallengeTransitions.readdress(one, successor, now))
                .map(done -> {
                    store.insert(fresh);
                    arbiter.record(new Transition(fresh, List.of(ChallengeIssuer.issued(fresh))), now, true);
                    return new IssueOutcome.Readdressed(open.id(), fresh.id());
                });
    }

    /** The same act asked for anew: another id, and with it another code, with the whole time and all tries. */
    private Challenge successor(Challenge open, PolicyCatalog.Renewal renewal, long inboxId, Instant now) {
        List<PlannedStep> steps = renewal.reach().steps();
        Instant start = renewal.reach().start(now);
        return new Challenge(
                UUID.randomUUID(),
                0,
                Tags.next(),
                OptionalLong.of(inboxId),
                open.facility(),
                open.purpose(),
                open.policy(),
                open.act(),
                open.actKey(),
                open.patientKey(),
                new CodeRecipe(
                        keys.currentEpoch(),
                        1,
                        open.recipe().length(),
                        open.recipe().binding()),
                ChallengeState.OPEN,
                0,
                open.maxTries(),
                now,
                start.plus(renewal.timeToLive()),
                Optional.empty(),
                open.locale(),
                open.recipient().writtenTo(renewal.reach().proxy()),
                steps,
                Collections.nCopies(steps.size(), Progress.PLANNED),
                1,
                Optional.of(new DueStep(0, 1, start)),
                Optional.empty(),
                open.names(),
                Course.START);
    }

    /** A record may be known by several identifiers, of which another message gave another one first. */
    private Stream<Challenge> open(Person person) {
        return person.identifiers().stream()
                .map(acts::patientKey)
                .distinct()
                .flatMap(key -> store.listOpenOf(key).stream());
    }
}
