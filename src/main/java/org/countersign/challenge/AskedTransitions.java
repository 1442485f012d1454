package org.countersign.challenge;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.countersign.audit.AuditKind;
import org.countersign.audit.AuditOutcome;
import org.countersign.policy.Transport;

/**
 * What a person, or somebody for them, may ask of a challenge besides the same message once more: the next step, or
 * another way. Pure, as {@link ChallengeTransitions}, and no sooner after the latest send than {@link
 * ChallengeTransitions#RESEND_INTERVAL}. Of what a client of the API started no answer tells whether there was a step to
 * send: where there is none, the trail alone says so.
 */
public final class AskedTransitions {

    private static final Map<String, String> NO_STEP = Map.of("reason", "next: no step is left");
    private static final Map<String, String> NO_ADDRESS = Map.of("reason", "chosen: no address for it");

    private AskedTransitions() {}

    /**
     * The next step of the plan, now; from there the plan runs by itself again.
     *
     * @param client who asks, for the trail
     * @return empty where it is too soon, closed, or, of what a message asked for, no step is left
     */
    public static Optional<Transition> next(Challenge challenge, String client, Instant now) {
        if (!ChallengeTransitions.mayBeAsked(challenge, now)) {
            return Optional.empty();
        }
        Optional<Integer> step =
                ChallengeTransitions.planned(challenge, challenge.course().step());
        if (step.isPresent()) {
            Challenge next = challenge.change().ask(step.get(), false, now).done();
            return Optional.of(told(next, client, stepDetails(next, step.get(), "next")));
        }
        return challenge.requested()
                ? Optional.of(told(challenge.change().sentAt(now).done(), client, NO_STEP))
                : Optional.empty();
    }

    /**
     * The message by the way that the person chose. Whatever becomes of it, no other step follows by itself.
     *
     * @return empty where it is too soon, closed, or, of what a message asked for, there is no such step
     */
    public static Optional<Transition> choose(Challenge challenge, Transport transport, String client, Instant now) {
        if (!ChallengeTransitions.mayBeAsked(challenge, now)) {
            return Optional.empty();
        }
        Optional<Integer> step = step(challenge, transport);
        if (step.isPresent()) {
            Challenge next = challenge.change().ask(step.get(), true, now).done();
            return Optional.of(told(next, client, stepDetails(next, step.get(), "chosen")));
        }
        Map<String, String> details = new TreeMap<>(NO_ADDRESS);
        details.put("transport", transport.code());
        return challenge.requested()
                ? Optional.of(told(challenge.change().hold().sentAt(now).done(), client, details))
                : Optional.empty();
    }

    /** Whether a step is left that was not sent yet. */
    public static boolean hasNext(Challenge challenge) {
        return ChallengeTransitions.planned(challenge, challenge.course().step())
                .isPresent();
    }

    /** The first step by {@code transport}. */
    private static Optional<Integer> step(Challenge challenge, Transport transport) {
        return IntStream.range(0, challenge.steps().size())
                .filter(step -> challenge.steps().get(step).transport() == transport)
                .boxed()
                .findFirst();
    }

    private static Map<String, String> stepDetails(Challenge challenge, int step, String how) {
        return ChallengeTransitions.stepDetails(challenge, step, Map.of("reason", how));
    }

    private static Transition told(Challenge next, String client, Map<String, String> details) {
        Map<String, String> all = new TreeMap<>(details);
        all.put("client", client);
        return new Transition(next, List.of(new Transition.Event(AuditKind.SEND_ASKED, AuditOutcome.SUCCESS, all)));
    }
}
