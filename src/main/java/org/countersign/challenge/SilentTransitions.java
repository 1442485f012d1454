package org.countersign.challenge;

import static org.countersign.audit.AuditOutcome.SUCCESS;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.countersign.audit.AuditKind;
import org.countersign.platform.ErrorCategory;
import org.countersign.policy.Transport;

/**
 * What may become of a challenge by a silent step, for which the operator of the person's phone is asked and no code
 * comes back. Pure functions, as those of {@link ChallengeTransitions}. The step is ACCEPTED while its address waits to be
 * opened, SENT once it was opened, and DELIVERED once the operator has sent the phone back.
 */
public final class SilentTransitions {

    private SilentTransitions() {}

    /** Index of the silent step: the one whose address waits, else the first; empty where the plan has none. */
    public static OptionalInt step(Challenge challenge) {
        OptionalInt waiting = silent(challenge)
                .filter(step -> challenge.progress().get(step) == Progress.ACCEPTED)
                .findFirst();
        return waiting.isPresent() ? waiting : silent(challenge).findFirst();
    }

    /** The address of {@code step} was opened: once, and before any later step was sent. */
    public static Optional<Transition> opened(Challenge challenge, int step, String channel, Instant now) {
        boolean latest = challenge.progress().stream().skip(step + 1L).allMatch(later -> later == Progress.PLANNED);
        return latest && stands(challenge, step, Progress.ACCEPTED, now)
                ? ChallengeTransitions.receipt(challenge, step, Progress.SENT, channel, now)
                : Optional.empty();
    }

    /** The operator sent the phone back: once, whatever was sent meanwhile. */
    public static Optional<Transition> returned(Challenge challenge, int step, String channel, Instant now) {
        return stands(challenge, step, Progress.SENT, now)
                ? ChallengeTransitions.receipt(challenge, step, Progress.DELIVERED, channel, now)
                : Optional.empty();
    }

    /** There is no proof to be had by {@code step}: the step after it is due at once, if it was not sent already. */
    public static Optional<Transition> refused(
            Challenge challenge, int step, Instant now, ErrorCategory category, String channel, String reason) {
        boolean under = switch (challenge.progress().get(step)) {
            case ACCEPTED, SENT, DELIVERED -> true;
            case PLANNED, SENDING, READ, FAILED -> false;
        };
        return under && ChallengeTransitions.isOpen(challenge)
                ? Optional.of(ChallengeTransitions.fail(
                        challenge,
                        challenge.change(),
                        step,
                        step == challenge.course().step(),
                        now,
                        category,
                        channel + ": " + reason))
                : Optional.empty();
    }

    /**
     * The operator says that the phone has the number of {@code step}. A proof of possession of now, so that it counts
     * though a later step was sent: whoever holds the phone need not type its code as well. No try is counted.
     *
     * @param verifier who says so, for the trail: {@code silent:CHANNEL}
     */
    public static Optional<Transition> verified(
            Challenge challenge, int step, String verifier, String operator, Instant now) {
        if (!ChallengeTransitions.isOpen(challenge)) {
            return Optional.empty();
        }
        if (!challenge.openAt(now)) {
            return ChallengeTransitions.expire(challenge, now);
        }
        Map<String, String> details = new HashMap<>(ChallengeTransitions.stepDetails(challenge, step, Map.of()));
        details.put("verifier", verifier);
        details.put("operator", operator);
        details.put("tries", Integer.toString(challenge.tries()));
        Challenge verified =
                challenge.change().close(ChallengeState.VERIFIED, now).done();
        return Optional.of(ChallengeTransitions.of(verified, AuditKind.CODE_VERIFIED, SUCCESS, details));
    }

    private static boolean stands(Challenge challenge, int step, Progress progress, Instant now) {
        return challenge.openAt(now)
                && challenge.steps().get(step).transport() == Transport.SILENT
                && challenge.progress().get(step) == progress;
    }

    private static IntStream silent(Challenge challenge) {
        return IntStream.range(0, challenge.steps().size())
                .filter(step -> challenge.steps().get(step).transport() == Transport.SILENT);
    }
}
