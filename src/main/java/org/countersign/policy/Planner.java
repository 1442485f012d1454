package org.countersign.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.ContactConsent;
import org.countersign.event.ContactConsent.Medium;
import org.countersign.event.NumberZones;
import org.countersign.event.Person;
import org.countersign.event.Proxy;
import org.countersign.event.Telecom;

/** Whom one policy writes to for one event, over which steps, and when. Pure. */
final class Planner {

    private static final NumberZones ZONES = new NumberZones();

    private final Policy policy;
    private final ClinicalEvent event;
    private final Person person;
    private final Instant now;

    Planner(Policy policy, ClinicalEvent event, Instant now) {
        this.policy = policy;
        this.event = event;
        this.person = event.person().orElseThrow();
        this.now = now;
    }

    /** Somebody who may be written to; {@code proxy} is empty for the patient. */
    private record Candidate(Optional<String> proxy, List<Telecom> telecoms) {}

    /**
     * The first of those who may be written to that can be reached at whatever hour, with the steps that are sent now or
     * held; empty where none can.
     */
    Optional<Reach> reach() {
        return candidates().stream()
                .map(candidate -> new Reach(steps(candidate), candidate.proxy(), Optional.empty()))
                .filter(reach -> !reach.steps().isEmpty())
                .findFirst()
                .map(this::inTime);
    }

    /** Holds what waits for the end of quiet hours, and leaves out what does not. */
    private Reach inTime(Reach reach) {
        PlannedStep first = reach.steps().getFirst();
        if (!first.quietAt(now) || !holds()) {
            List<PlannedStep> loud = reach.steps().stream()
                    .filter(step -> holds() || !step.quietAt(now))
                    .toList();
            return new Reach(loud, reach.proxy(), Optional.empty());
        }
        return new Reach(reach.steps(), reach.proxy(), first.quiet().map(hours -> hours.endAfter(now)));
    }

    /** Who asks by the API waits for an answer; and a later end would tell a decoy from a challenge. */
    private boolean holds() {
        return policy.quiet().filter(Policy.Quiet::hold).isPresent() && !isRequest();
    }

    private boolean isRequest() {
        return event.trigger().equals(ClinicalEvent.REQUEST);
    }

    private List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(new Candidate(Optional.empty(), person.telecoms()));
        policy.proxies()
                .filter(this::mayStand)
                .ifPresent(proxies -> candidates.addAll(
                        proxies.when() == Policy.Proxies.When.UNREACHABLE ? 1 : 0, candidates(proxies)));
        return candidates;
    }

    /** Who refused to be written to can be reached all the same, and nobody else is told in their place. */
    private boolean mayStand(Policy.Proxies proxies) {
        return switch (proxies.when()) {
            case MINOR -> isUnder(proxies.adultAt());
            case UNREACHABLE -> refusal().isEmpty();
            case ALWAYS -> true;
        };
    }

    /** Whose birth date nobody knows is taken for an adult. */
    private boolean isUnder(int years) {
        LocalDate today = LocalDate.ofInstant(now, event.site().zone());
        return person.birthDate()
                .filter(birth -> birth.reveal().plusYears(years).isAfter(today))
                .isPresent();
    }

    private List<Candidate> candidates(Policy.Proxies proxies) {
        return proxies.relationships().stream()
                .flatMap(code -> person.proxies().stream()
                        .filter(proxy -> proxy.relationships().contains(code))
                        .map(proxy -> new Candidate(Optional.of(code), proxy.telecoms())))
                .toList();
    }

    private List<PlannedStep> steps(Candidate candidate) {
        boolean patient = candidate.proxy().isEmpty();
        return policy.steps().stream()
                .filter(step -> !patient || !isRefused(step.transport()))
                .flatMap(step -> TelecomChooser.choose(step.transport(), candidate.telecoms(), now).stream()
                        .map(telecom ->
                                step(step, telecom, !patient || policy.evenIf().refused())))
                .toList();
    }

    private PlannedStep step(Policy.Step step, Telecom telecom, boolean evenIfRefused) {
        Optional<QuietHours> quiet = policy.quiet()
                .filter(hours -> hours.transports().contains(step.transport()))
                .filter(hours -> hours.requests() || !isRequest())
                .map(hours -> new QuietHours(
                        hours.from(),
                        hours.until(),
                        ZONES.find(telecom.value()).orElse(event.site().zone())));
        return new PlannedStep(
                step.transport(),
                telecom.value(),
                step.fallbackAfter(),
                step.success(),
                telecom.from(),
                quiet,
                evenIfRefused);
    }

    private boolean isRefused(Transport transport) {
        return transport.medium().filter(refused()::contains).isPresent();
    }

    private Set<Medium> refused() {
        return refusals().map(ContactConsent::medium).collect(Collectors.toSet());
    }

    private Stream<ContactConsent> refusals() {
        return policy.evenIf().refused()
                ? Stream.empty()
                : person.consents().stream().filter(consent -> consent.refusesAt(now));
    }

    /** Why the patient is not written to though there is an address: what they refused; empty where that is not why. */
    Optional<String> refusal() {
        boolean matters = policy.transports().stream()
                .filter(this::isRefused)
                .anyMatch(transport ->
                        TelecomChooser.choose(transport, person.telecoms(), now).isPresent());
        return matters
                ? Optional.of(refusals()
                        .map(ContactConsent::words)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", ", "the patient refused ", "")))
                : Optional.empty();
    }

    /** Whether {@code step} still leads to an address of whom it was planned for. Of proxies nothing may be told. */
    static boolean reaches(PlannedStep step, Optional<String> proxy, Person person, Instant now) {
        if (proxy.isEmpty()) {
            return TelecomChooser.reaches(step.transport(), step.address(), person.telecoms(), now);
        }
        List<Telecom> telecoms = person.proxies().stream()
                .filter(one -> one.relationships().contains(proxy.get()))
                .map(Proxy::telecoms)
                .flatMap(List::stream)
                .toList();
        return person.proxies().isEmpty() || TelecomChooser.reaches(step.transport(), step.address(), telecoms, now);
    }
}
