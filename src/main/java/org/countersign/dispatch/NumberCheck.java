package org.countersign.dispatch;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.ChallengeTransitions;
import org.countersign.challenge.LookedUp;
import org.countersign.guard.NumberProfile;
import org.countersign.lookup.Finding;
import org.countersign.lookup.Lookup.Otherwise;
import org.countersign.lookup.Lookups;
import org.countersign.lookup.Question;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.Pseudonyms;

/**
 * Has lookups asked about the number of a claimed step, and weighs what they found: a better line and carrier for the
 * router, or a veto, by which the step fails without a send. What each said is told in one commit, which also makes
 * sure that the challenge still stands: nothing is sent for one that ended while they were asked.
 */
final class NumberCheck {

    private final Lookups lookups;
    private final ChallengeStore challenges;
    private final ChallengeArbiter arbiter;
    private final KnownNumberStore known;
    private final Pseudonyms pseudonyms;
    private final Dispatcher dispatcher;
    private final Clock clock;

    NumberCheck(
            Lookups lookups,
            ChallengeStore challenges,
            ChallengeArbiter arbiter,
            KnownNumberStore known,
            Pseudonyms pseudonyms,
            Dispatcher dispatcher,
            Clock clock) {
        this.lookups = lookups;
        this.challenges = challenges;
        this.arbiter = arbiter;
        this.known = known;
        this.pseudonyms = pseudonyms;
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    private record Objection(ErrorCategory category, String words) {}

    /** @return the delivery with what is known now; empty when it is not to be sent */
    Optional<Delivery> check(Delivery delivery, CamelContext camel) {
        if (!lookups.any(delivery.transport())) {
            return Optional.of(delivery);
        }
        List<Finding> findings = lookups.ask(question(delivery), camel);
        if (findings.isEmpty()) {
            return Optional.of(delivery);
        }
        List<Objection> objections =
                findings.stream().flatMap(NumberCheck::objection).toList();
        if (!tell(delivery, findings)) {
            dispatcher.fail(delivery, "", ErrorCategory.REFUSED, "the challenge ended while lookups were asked");
            return Optional.empty();
        }
        if (!objections.isEmpty()) {
            String reason = objections.stream().map(Objection::words).collect(Collectors.joining("; "));
            dispatcher.fail(delivery, "", objections.getFirst().category(), reason);
            return Optional.empty();
        }
        return Optional.of(delivery.with(known(delivery.number(), findings)));
    }

    private Question question(Delivery delivery) {
        return new Question(
                delivery.to(),
                delivery.transport(),
                delivery.number(),
                delivery.facility(),
                delivery.purpose(),
                lookups.needSince(delivery.transport()) ? since(delivery) : Optional.empty());
    }

    /** The later of two days: what the record says, and what the person proved. */
    private Optional<LocalDate> since(Delivery delivery) {
        return challenges.find(delivery.challengeId()).flatMap(challenge -> since(challenge, delivery));
    }

    private Optional<LocalDate> since(Challenge challenge, Delivery delivery) {
        String recipient = pseudonyms.recipient(delivery.to().reveal());
        Instant now = clock.instant();
        return Stream.concat(
                        challenge.steps().get(delivery.step()).since().stream(),
                        known.lastVerified(challenge.patientKey(), recipient).stream())
                .filter(day -> !day.isAfter(now))
                .max(Instant::compareTo)
                .map(at -> LocalDate.ofInstant(at, ZoneOffset.UTC));
    }

    /** Whether the challenge still stands. */
    private boolean tell(Delivery delivery, List<Finding> findings) {
        Instant now = clock.instant();
        List<LookedUp> told =
                findings.stream().map(finding -> told(delivery, finding)).toList();
        return arbiter.decide(
                        delivery.challengeId(),
                        now,
                        challenge -> ChallengeTransitions.lookedUp(challenge, delivery.step(), told, now))
                .isPresent();
    }

    private static LookedUp told(Delivery delivery, Finding finding) {
        return switch (finding) {
            case Finding.Clear clear ->
                new LookedUp(
                        clear.lookup(),
                        clear.line()
                                .map(line -> "The line is " + code(line) + ", not "
                                        + code(delivery.number().line()))
                                .orElse("Nothing against it"),
                        Optional.empty());
            case Finding.Veto veto -> new LookedUp(veto.lookup(), veto.reason(), Optional.empty());
            case Finding.Silence silence ->
                new LookedUp(
                        silence.lookup(),
                        silence.reason()
                                + (silence.otherwise() == Otherwise.SEND ? "; sent all the same" : "; refused"),
                        Optional.of(silence.category()));
        };
    }

    private static Stream<Objection> objection(Finding finding) {
        return switch (finding) {
            case Finding.Clear ignored -> Stream.empty();
            case Finding.Veto veto ->
                Stream.of(new Objection(ErrorCategory.REFUSED, veto.lookup() + ": " + veto.reason()));
            case Finding.Silence silence ->
                silence.otherwise() == Otherwise.SEND
                        ? Stream.empty()
                        : Stream.of(new Objection(silence.category(), silence.lookup() + ": " + silence.reason()));
        };
    }

    /** Of lookups that differ the first by name is believed. */
    private static NumberProfile known(NumberProfile planned, List<Finding> findings) {
        NumberProfile known = planned;
        for (Finding finding : findings.reversed()) {
            if (finding instanceof Finding.Clear clear) {
                known = known.with(clear.line(), clear.carrier());
            }
        }
        return known;
    }

    private static String code(Enum<?> line) {
        return line.name().toLowerCase(Locale.ROOT);
    }
}
