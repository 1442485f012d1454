package org.countersign.challenge;

import static org.countersign.audit.AuditOutcome.MAJOR_FAILURE;
import static org.countersign.audit.AuditOutcome.MINOR_FAILURE;
import static org.countersign.audit.AuditOutcome.SERIOUS_FAILURE;
import static org.countersign.audit.AuditOutcome.SUCCESS;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.countersign.audit.AuditKind;
import org.countersign.audit.AuditOutcome;
import org.countersign.platform.ErrorCategory;

/**
 * What may become of a challenge. Pure functions: each gives the transition, or empty where the news comes too late,
 * for another turn, or says nothing new. None leaves a state other than OPEN.
 */
public final class ChallengeTransitions {

    /** The least time between two sends that a person asks for. */
    public static final Duration RESEND_INTERVAL = Duration.ofSeconds(30);

    /** Why a challenge was cancelled whose person has no address left. */
    static final String TELECOM_CHANGED = "telecom-changed";

    private ChallengeTransitions() {}

    /** A dispatcher takes the due step, to send it; the step after it becomes due when the wait is over. */
    public static Optional<Transition> claim(Challenge challenge, int turn, Instant now) {
        return dueAt(challenge, turn, now).map(due -> {
            Changes changes =
                    challenge.change().progress(due.step(), Progress.SENDING).at(due.step());
            if (!challenge.requested()) {
                changes.sentAt(now);
            }
            Instant later = now.plus(challenge.steps().get(due.step()).fallbackAfter());
            following(challenge, due.step()).ifPresentOrElse(next -> changes.arm(next, later), changes::disarm);
            return new Transition(changes.done(), List.of());
        });
    }

    /** Nobody is written to: what is due is dropped, and nothing tells it apart from a send. */
    public static Optional<Transition> drop(Challenge challenge, int turn, Instant now) {
        return dueAt(challenge, turn, now)
                .map(due -> new Transition(challenge.change().disarm().done(), List.of()));
    }

    /** The due step may not, or cannot, be sent: it fails without a send, and the next one is due at once. */
    public static Optional<Transition> refuse(
            Challenge challenge, int turn, Instant now, ErrorCategory category, String reason) {
        return dueAt(challenge, turn, now)
                .map(due -> fail(
                        challenge,
                        challenge.change().at(due.step()).disarm(),
                        due.step(),
                        true,
                        now,
                        category,
                        reason));
    }

    /** The provider took what was sent for {@code step}. */
    public static Optional<Transition> accepted(Challenge challenge, int step, String channel) {
        return accepted(challenge, step, channel, Map.of());
    }

    /** @param more details for the trail */
    public static Optional<Transition> accepted(
            Challenge challenge, int step, String channel, Map<String, String> more) {
        return advance(challenge, step, Progress.ACCEPTED, AuditKind.CODE_SENT, channel, more);
    }

    /** A receipt says how far the message of {@code step} got. It never verifies. */
    public static Optional<Transition> receipt(
            Challenge challenge, int step, Progress reached, String channel, Instant now) {
        return switch (reached) {
            case FAILED -> failed(challenge, step, now, ErrorCategory.REFUSED, channel, "receipt");
            case ACCEPTED -> accepted(challenge, step, channel);
            case SENT, DELIVERED, READ ->
                advance(challenge, step, reached, AuditKind.CODE_DELIVERED, channel, Map.of());
            case PLANNED, SENDING -> Optional.empty();
        };
    }

    /** The send of {@code step} failed: the step after it is due at once. */
    public static Optional<Transition> failed(
            Challenge challenge, int step, Instant now, ErrorCategory category, String channel, String reason) {
        if (!isOpen(challenge) || !challenge.progress().get(step).yieldsTo(Progress.FAILED)) {
            return Optional.empty();
        }
        String where = channel.isEmpty() ? reason : channel + ": " + reason;
        boolean latest = step == challenge.course().step();
        return Optional.of(fail(challenge, challenge.change(), step, latest, now, category, where));
    }

    /** A channel did not take what is sent for {@code step}, and another one is asked: told, and nothing else. */
    public static Optional<Transition> passedOver(
            Challenge challenge, int step, ErrorCategory category, String channel, String reason) {
        if (!isOpen(challenge) || challenge.progress().get(step) != Progress.SENDING) {
            return Optional.empty();
        }
        Map<String, String> details =
                stepDetails(challenge, step, Map.of("category", category.name(), "reason", channel + ": " + reason));
        return Optional.of(of(challenge.change().done(), AuditKind.SEND_FAILED, MINOR_FAILURE, details));
    }

    /** Lookups were asked before {@code step} is sent: told, and nothing else. Empty where it is not to be sent any more. */
    public static Optional<Transition> lookedUp(Challenge challenge, int step, List<LookedUp> answers, Instant now) {
        if (!challenge.openAt(now)) {
            return Optional.empty();
        }
        List<Transition.Event> events = new ArrayList<>();
        for (LookedUp answer : answers) {
            Map<String, String> details = new java.util.HashMap<>(
                    stepDetails(challenge, step, Map.of("channel", answer.lookup(), "reason", answer.reason())));
            answer.failure().ifPresent(category -> details.put("category", category.name()));
            AuditOutcome outcome = answer.failure().isPresent() ? MINOR_FAILURE : SUCCESS;
            events.add(new Transition.Event(AuditKind.NUMBER_LOOKED_UP, outcome, details));
        }
        return Optional.of(new Transition(challenge.change().done(), events));
    }

    /** A code came back; {@code right} says whether it is the one. The try is counted whatever it is. */
    public static Optional<Transition> check(Challenge challenge, boolean right, String verifier, Instant now) {
        if (!isOpen(challenge)) {
            return Optional.empty();
        }
        if (!now.isBefore(challenge.expiresAt())) {
            return expire(challenge, now);
        }
        Changes changes = challenge.change().countTry();
        Map<String, String> details = Map.of("verifier", verifier, "tries", Integer.toString(challenge.tries() + 1));
        if (right) {
            Challenge verified = changes.close(ChallengeState.VERIFIED, now).done();
            return Optional.of(of(verified, AuditKind.CODE_VERIFIED, SUCCESS, details));
        }
        List<Transition.Event> events = new ArrayList<>();
        events.add(new Transition.Event(AuditKind.CODE_REFUSED, MINOR_FAILURE, details));
        if (challenge.triesLeft() <= 1) {
            changes.close(ChallengeState.LOCKED, now);
            events.add(new Transition.Event(AuditKind.CHALLENGE_LOCKED, SERIOUS_FAILURE, details));
        }
        return Optional.of(new Transition(changes.done(), events));
    }

    /** Time is up. Empty while it is not. */
    public static Optional<Transition> expire(Challenge challenge, Instant now) {
        return now.isBefore(challenge.expiresAt())
                ? Optional.empty()
                : close(challenge, ChallengeState.EXPIRED, AuditKind.CHALLENGE_EXPIRED, SERIOUS_FAILURE, Map.of(), now);
    }

    /** The act is not to happen, or somebody withdrew the challenge. */
    public static Optional<Transition> cancel(Challenge challenge, String reason, Instant now) {
        Map<String, String> details = Map.of("reason", reason);
        return close(challenge, ChallengeState.CANCELLED, AuditKind.CHALLENGE_CANCELLED, SUCCESS, details, now);
    }

    /**
     * An address that the code may have gone to, or would go to, is not the person's any more: the code is void.
     *
     * @param successor the challenge that goes to the new addresses; empty when there are none
     */
    public static Optional<Transition> readdress(Challenge challenge, Optional<String> successor, Instant now) {
        Transition.Event change = new Transition.Event(
                AuditKind.TELECOM_CHANGED, SUCCESS, Map.of("tries", Integer.toString(challenge.tries())));
        return successor
                .flatMap(id -> supersede(challenge, id, now))
                .or(() -> cancel(challenge, TELECOM_CHANGED, now))
                .map(end -> new Transition(
                        end.next(),
                        Stream.concat(Stream.of(change), end.events().stream()).toList()));
    }

    /** The person's record was merged into another: the challenge, and its code, go on there. */
    static Optional<Transition> merge(Challenge challenge, PatientRecord into) {
        return isOpen(challenge)
                ? Optional.of(of(challenge.change().moveTo(into).done(), AuditKind.CHALLENGE_MERGED, SUCCESS, Map.of()))
                : Optional.empty();
    }

    /** The act was amended and {@code successor} took over. */
    public static Optional<Transition> supersede(Challenge challenge, String successor, Instant now) {
        Map<String, String> details = Map.of("successor", successor);
        return close(challenge, ChallengeState.SUPERSEDED, AuditKind.CHALLENGE_SUPERSEDED, SUCCESS, details, now);
    }

    /** The person asks for the message again: same code, same step. Empty within {@link #RESEND_INTERVAL}. */
    public static Optional<Transition> resend(Challenge challenge, Instant now) {
        if (!mayBeAsked(challenge, now)) {
            return Optional.empty();
        }
        Changes changes = challenge.change().arm(challenge.course().step(), now);
        if (challenge.requested()) {
            changes.sentAt(now);
        }
        return Optional.of(new Transition(changes.done(), List.of()));
    }

    /** Whether somebody may ask for a send: the challenge is open, and the latest send is not too new. */
    static boolean mayBeAsked(Challenge challenge, Instant now) {
        return challenge.openAt(now)
                && challenge
                        .lastSendAt()
                        .filter(last -> !now.isBefore(last.plus(RESEND_INTERVAL)))
                        .isPresent();
    }

    private static Optional<Transition> advance(
            Challenge challenge, int step, Progress reached, AuditKind kind, String channel, Map<String, String> more) {
        if (!isOpen(challenge) || !challenge.progress().get(step).yieldsTo(reached)) {
            return Optional.empty();
        }
        Changes changes = challenge.change().progress(step, reached);
        if (waitsForNext(challenge, step)
                && reached.meets(challenge.steps().get(step).success())) {
            changes.disarm();
        }
        Map<String, String> details =
                stepDetails(challenge, step, Map.of("channel", channel, "receipt", code(reached)));
        details.putAll(more);
        return Optional.of(of(changes.done(), kind, SUCCESS, details));
    }

    /** Whether another step is due by itself when the wait is over; what somebody asked for is not. */
    private static boolean waitsForNext(Challenge challenge, int step) {
        return challenge
                .due()
                .filter(due ->
                        due.step() != step && due.step() != challenge.course().step())
                .isPresent();
    }

    /** @param latest whether it is by this step that the challenge waits for its success */
    static Transition fail(
            Challenge challenge,
            Changes changes,
            int step,
            boolean latest,
            Instant now,
            ErrorCategory category,
            String reason) {
        List<Transition.Event> events = new ArrayList<>();
        Map<String, String> details =
                stepDetails(challenge, step, Map.of("category", category.name(), "reason", reason));
        events.add(new Transition.Event(AuditKind.SEND_FAILED, MINOR_FAILURE, details));
        changes.progress(step, Progress.FAILED);
        Optional<Integer> following = latest ? following(challenge, step) : Optional.empty();
        if (changes.isArmed()) {
            if (latest && waitsForNext(challenge, step)) {
                changes.hasten(now);
            }
        } else if (following.isPresent()) {
            changes.arm(following.get(), now);
        } else if (allFailedBut(challenge, step)) {
            if (!challenge.requested()) {
                changes.close(ChallengeState.UNDELIVERED, now);
            }
            events.add(new Transition.Event(AuditKind.CODE_UNDELIVERED, MAJOR_FAILURE, Map.of()));
        }
        return new Transition(changes.done(), events);
    }

    private static boolean allFailedBut(Challenge challenge, int step) {
        for (int other = 0; other < challenge.steps().size(); other++) {
            if (other != step && challenge.progress().get(other) != Progress.FAILED) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Transition> close(
            Challenge challenge,
            ChallengeState end,
            AuditKind kind,
            AuditOutcome outcome,
            Map<String, String> details,
            Instant now) {
        return isOpen(challenge)
                ? Optional.of(of(challenge.change().close(end, now).done(), kind, outcome, details))
                : Optional.empty();
    }

    private static Optional<DueStep> dueAt(Challenge challenge, int turn, Instant now) {
        return challenge.due().filter(due -> challenge.openAt(now) && due.turn() == turn && !now.isBefore(due.at()));
    }

    static boolean isOpen(Challenge challenge) {
        return challenge.state() == ChallengeState.OPEN;
    }

    /** The step that follows {@code step} by itself; none where the person chose how to be written to. */
    private static Optional<Integer> following(Challenge challenge, int step) {
        return challenge.course().chosen() ? Optional.empty() : planned(challenge, step);
    }

    /** The first step after {@code step} that was not sent yet, or before it where none is. */
    static Optional<Integer> planned(Challenge challenge, int step) {
        int steps = challenge.steps().size();
        return IntStream.range(1, steps)
                .map(distance -> (step + distance) % steps)
                .filter(other -> challenge.progress().get(other) == Progress.PLANNED)
                .boxed()
                .findFirst();
    }

    static Map<String, String> stepDetails(Challenge challenge, int step, Map<String, String> more) {
        Map<String, String> details = new java.util.HashMap<>(more);
        if (challenge.course().equals(new Course(step, true))) {
            details.put("chosen", "true");
        }
        details.put("step", Integer.toString(step + 1));
        details.put("transport", challenge.steps().get(step).transport().code());
        return details;
    }

    static Transition of(Challenge next, AuditKind kind, AuditOutcome outcome, Map<String, String> details) {
        return new Transition(next, List.of(new Transition.Event(kind, outcome, details)));
    }

    private static String code(Progress progress) {
        return progress.name().toLowerCase(Locale.ROOT);
    }
}
