package org.countersign.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.countersign.challenge.AskedTransitions;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeState;
import org.countersign.challenge.Progress;
import org.countersign.policy.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A refill as the pharmacist sees it. Holds a patient's data: for the page alone.
 *
 * @param represented whether the code goes to somebody who stands for the patient
 * @param facts what was asked for, as names and values, without empty ones
 * @param waits whether a code may still be typed in
 * @param left until the code expires, as 3:05
 * @param more whether a step is left that was not sent yet
 * @param verdict what became of it; null while it waits
 */
record RefillCard(
        UUID id,
        String patient,
        String patientNumber,
        boolean represented,
        List<Fact> facts,
        String tag,
        Instant issuedAt,
        Phrase asked,
        String left,
        boolean waits,
        boolean more,
        boolean verified,
        @Nullable Phrase verdict,
        List<Step> steps,
        int digits,
        int triesLeft) {

    /** One line of what was asked for. */
    record Fact(Phrase name, String value) {}

    /** Where one step stands; {@code mark} is the progress, for the stylesheet. */
    record Step(Phrase transport, Phrase progress, String mark) {}

    static RefillCard of(Challenge challenge, Instant now) {
        boolean waits = challenge.openAt(now);
        ChallengeState state =
                waits || challenge.state() != ChallengeState.OPEN ? challenge.state() : ChallengeState.EXPIRED;
        return new RefillCard(
                challenge.id(),
                challenge.recipient().name().reveal(),
                challenge.recipient().identifier().reveal(),
                challenge.recipient().proxy().isPresent(),
                facts(challenge),
                challenge.tag(),
                challenge.issuedAt(),
                ago(Duration.between(challenge.issuedAt(), now)),
                clock(Duration.between(now, challenge.expiresAt())),
                waits,
                waits && AskedTransitions.hasNext(challenge),
                state == ChallengeState.VERIFIED,
                waits ? null : Phrase.in("verdict", state),
                steps(challenge, now),
                challenge.recipe().length(),
                challenge.triesLeft());
    }

    private static List<Fact> facts(Challenge challenge) {
        SortedMap<String, String> about = challenge.recipient().about().reveal();
        String act = challenge.act();
        return List.of(
                        new Fact(Phrase.of("fact.drug"), about.getOrDefault("drug", "")),
                        new Fact(Phrase.of("fact.quantity"), about.getOrDefault("quantity", "")),
                        new Fact(Phrase.of("fact.dose"), about.getOrDefault("dose", "")),
                        new Fact(Phrase.of("fact.prescription"), act.substring(act.indexOf('/') + 1)),
                        new Fact(Phrase.of("fact.refills"), about.getOrDefault("refillsRemaining", "")),
                        new Fact(Phrase.of("fact.pharmacy"), about.getOrDefault("pharmacy", "")))
                .stream()
                .filter(fact -> !fact.value().isBlank())
                .toList();
    }

    private static List<Step> steps(Challenge challenge, Instant now) {
        return IntStream.range(0, challenge.steps().size())
                .mapToObj(step -> {
                    Progress progress = challenge.progress().get(step);
                    Transport transport = challenge.steps().get(step).transport();
                    Phrase words =
                            planned(challenge, step, now).orElseGet(() -> words(progress, challenge.openAt(now)));
                    return new Step(
                            Phrase.in("transport", transport),
                            words,
                            progress.name().toLowerCase(Locale.ROOT));
                })
                .toList();
    }

    /** When the step is sent, or sent again; empty when nothing is due for it. */
    private static Optional<Phrase> planned(Challenge challenge, int step, Instant now) {
        return challenge
                .due()
                .filter(due -> due.step() == step && challenge.openAt(now))
                .map(due -> now.isBefore(due.at())
                        ? Phrase.of("progress.later", clock(Duration.between(now, due.at())))
                        : Phrase.in("progress", Progress.SENDING));
    }

    private static Phrase words(Progress progress, boolean waits) {
        return progress == Progress.PLANNED && !waits ? Phrase.of("progress.unsent") : Phrase.in("progress", progress);
    }

    static Phrase ago(Duration age) {
        return age.toMinutes() < 1 ? Phrase.of("refill.asked-now") : Phrase.of("refill.asked", age.toMinutes());
    }

    static String clock(Duration left) {
        long seconds = Math.max(0, left.toSeconds());
        return "%d:%02d".formatted(seconds / 60, seconds % 60);
    }
}
