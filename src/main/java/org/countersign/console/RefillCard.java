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

/**
 * A refill as the pharmacist sees it. Holds a patient's data: for the page alone.
 *
 * @param facts what was asked for, as names and values, without empty ones
 * @param waits whether a code may still be typed in
 * @param left until the code expires, as 3:05
 * @param more whether a step is left that was not sent yet
 * @param verdict what became of it, where it no longer waits
 */
record RefillCard(
        UUID id,
        String patient,
        String patientNumber,
        List<Fact> facts,
        String tag,
        Instant issuedAt,
        String asked,
        String left,
        boolean waits,
        boolean more,
        boolean verified,
        String verdict,
        List<Step> steps,
        int digits,
        int triesLeft) {

    /** One line of what was asked for. */
    record Fact(String name, String value) {}

    /** Where one step stands; {@code mark} is the progress, for the stylesheet. */
    record Step(String transport, String progress, String mark) {}

    static RefillCard of(Challenge challenge, Instant now) {
        boolean waits = challenge.openAt(now);
        ChallengeState state =
                waits || challenge.state() != ChallengeState.OPEN ? challenge.state() : ChallengeState.EXPIRED;
        return new RefillCard(
                challenge.id(),
                challenge.recipient().name().reveal(),
                challenge.recipient().identifier().reveal(),
                facts(challenge),
                challenge.tag(),
                challenge.issuedAt(),
                ago(Duration.between(challenge.issuedAt(), now)),
                clock(Duration.between(now, challenge.expiresAt())),
                waits,
                waits && AskedTransitions.hasNext(challenge),
                state == ChallengeState.VERIFIED,
                verdict(state),
                steps(challenge, now),
                challenge.recipe().length(),
                challenge.triesLeft());
    }

    private static List<Fact> facts(Challenge challenge) {
        SortedMap<String, String> about = challenge.recipient().about().reveal();
        String act = challenge.act();
        return List.of(
                        new Fact("Drug", about.getOrDefault("drug", "")),
                        new Fact("Quantity", about.getOrDefault("quantity", "")),
                        new Fact("Dose", about.getOrDefault("dose", "")),
                        new Fact("Prescription", act.substring(act.indexOf('/') + 1)),
                        new Fact("Refills left", about.getOrDefault("refillsRemaining", "")),
                        new Fact("Pharmacy", about.getOrDefault("pharmacy", "")))
                .stream()
                .filter(fact -> !fact.value().isBlank())
                .toList();
    }

    private static List<Step> steps(Challenge challenge, Instant now) {
        return IntStream.range(0, challenge.steps().size())
                .mapToObj(step -> {
                    Progress progress = challenge.progress().get(step);
                    Transport transport = challenge.steps().get(step).transport();
                    String words =
                            planned(challenge, step, now).orElseGet(() -> words(progress, challenge.openAt(now)));
                    return new Step(name(transport), words, progress.name().toLowerCase(Locale.ROOT));
                })
                .toList();
    }

    /** When the step is sent, or sent again; empty when nothing is due for it. */
    private static Optional<String> planned(Challenge challenge, int step, Instant now) {
        return challenge
                .due()
                .filter(due -> due.step() == step && challenge.openAt(now))
                .map(due -> now.isBefore(due.at())
                        ? "in " + clock(Duration.between(now, due.at())) + " if needed"
                        : "is being sent");
    }

    private static String name(Transport transport) {
        return switch (transport) {
            case SMS -> "SMS";
            case VOICE -> "Call";
            case WHATSAPP -> "WhatsApp";
            case VIBER -> "Viber";
            case TELEGRAM -> "Telegram";
            case RCS -> "RCS";
            case EMAIL -> "E-mail";
            case SILENT -> "Silent check";
        };
    }

    private static String words(Progress progress, boolean waits) {
        return switch (progress) {
            case PLANNED -> waits ? "if needed" : "not sent";
            case SENDING -> "is being sent";
            case ACCEPTED -> "taken by the provider";
            case SENT -> "on its way";
            case DELIVERED -> "delivered";
            case READ -> "read";
            case FAILED -> "failed";
        };
    }

    private static String verdict(ChallengeState state) {
        return switch (state) {
            case OPEN -> "";
            case VERIFIED -> "Verified";
            case LOCKED -> "Locked: too many wrong codes";
            case EXPIRED -> "Expired";
            case CANCELLED -> "Cancelled";
            case SUPERSEDED -> "Amended: a new code was sent";
            case UNDELIVERED -> "The code could not be delivered";
        };
    }

    static String ago(Duration age) {
        return age.toMinutes() < 1 ? "just now" : age.toMinutes() + " min ago";
    }

    static String clock(Duration left) {
        long seconds = Math.max(0, left.toSeconds());
        return "%d:%02d".formatted(seconds / 60, seconds % 60);
    }
}
