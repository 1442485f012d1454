package org.countersign.challenge;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.countersign.challenge.ChallengeMachine.Act;

/**
 * Any order of {claim, refusal, second provider, time-out, receipt, early receipt, timer, check, cancellation, amendment,
 * merge, resend, next step, chosen way, silent proof, crash, doubled and stale wake-ups}, each racing another, keeps the
 * rules of {@link ChallengeStory}: one end; no send claimed after it; one claim a turn; a step sent once, unless a person
 * asks again; a fallback only when its time has come or the step before it failed, and none for what the person chose;
 * every deadline woken.
 */
class ChallengeMachineTest {

    @Property(tries = 100_000)
    void anyHistoryKeepsTheRules(@ForAll @Size(max = 40) List<Act> acts, @ForAll long seed) {
        ChallengeMachine hub = new ChallengeMachine(new SplittableRandom(seed));
        for (Act act : acts) {
            hub.play(act);
            hub.holdsItsRules();
        }
        hub.endsByItself();
    }

    @Property(tries = 100_000)
    void afterVerifyNothingIsEverSent(
            @ForAll @Size(max = 10) List<Act> before, @ForAll @Size(max = 15) List<Act> after, @ForAll long seed) {
        ChallengeMachine hub = new ChallengeMachine(new SplittableRandom(seed));
        before.forEach(hub::play);
        ChallengeStory story = hub.latest();
        hub.play(Act.RIGHT_CODE);
        if (hub.standing(story).state() != ChallengeState.VERIFIED) {
            return;
        }
        int sent = story.sends();
        for (Act act : after) {
            hub.play(act);
            hub.advance(Duration.ofSeconds(40));
        }
        ChallengeStory.must(story.sends() == sent, "sent after the right code came");
    }
}
