package org.countersign.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.challenge.Challenges.START;
import static org.countersign.challenge.Challenges.email;
import static org.countersign.challenge.Challenges.sms;
import static org.countersign.challenge.Challenges.voice;

import java.time.Instant;
import org.countersign.audit.AuditKind;
import org.countersign.platform.ErrorCategory;
import org.countersign.policy.Success;
import org.countersign.policy.Transport;
import org.junit.jupiter.api.Test;

class AskedTransitionsTest {

    private static final Instant AGAIN = START.plusSeconds(30);

    @Test
    void theNextStepIsDueAtOnceAndThePlanRunsOnFromIt() {
        Transition asked = next(claimed(three()), AGAIN);
        assertThat(asked.next().due()).contains(new DueStep(1, 3, AGAIN));
        assertThat(claim(asked.next(), AGAIN).due()).contains(new DueStep(2, 4, AGAIN.plusSeconds(60)));
    }

    @Test
    void theTrailSaysWhoAskedForWhichStep() {
        Transition asked = next(claimed(three()), AGAIN);
        assertThat(asked.events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(AuditKind.SEND_ASKED);
            assertThat(event.details())
                    .containsEntry("client", "portal:api")
                    .containsEntry("reason", "next")
                    .containsEntry("step", "2")
                    .containsEntry("transport", "voice");
        });
    }

    @Test
    void askingTwiceAtOnceSendsOneStep() {
        Challenge asked = next(claimed(three()), AGAIN).next();
        assertThat(AskedTransitions.next(asked, "portal:api", AGAIN)).isEmpty();
        Challenge sent = claim(asked, AGAIN);
        assertThat(AskedTransitions.next(sent, "portal:api", AGAIN.plusSeconds(29)))
                .isEmpty();
        assertThat(sent.progress()).containsExactly(Progress.SENDING, Progress.SENDING, Progress.PLANNED);
    }

    @Test
    void itKeepsToTheIntervalOfAResendAndToTheLifeOfTheChallenge() {
        Challenge claimed = claimed(three());
        assertThat(AskedTransitions.next(claimed, "x", AGAIN.minusMillis(1))).isEmpty();
        assertThat(AskedTransitions.next(claimed, "x", claimed.expiresAt())).isEmpty();
        assertThat(AskedTransitions.choose(claimed, Transport.EMAIL, "x", AGAIN.minusMillis(1)))
                .isEmpty();
    }

    @Test
    void whereNoStepIsLeftAMessagesChallengeSaysSoAndARequestedOneLooksTheSame() {
        assertThat(AskedTransitions.next(claimed(Challenges.open(email())), "x", AGAIN))
                .isEmpty();
        Transition asked = next(claimed(Challenges.requested(email())), AGAIN);
        assertThat(asked.next().due()).isEmpty();
        assertThat(asked.next().lastSendAt()).contains(AGAIN);
        assertThat(asked.events().getFirst().details()).containsEntry("reason", "next: no step is left");
        Transition decoy = next(Challenges.requested(), AGAIN);
        assertThat(decoy.next().lastSendAt()).contains(AGAIN);
        assertThat(decoy.events()).hasSize(1);
    }

    @Test
    void aChosenStepIsNotFollowedByItself() {
        Challenge sent = claim(choose(claimed(three()), Transport.EMAIL).next(), AGAIN);
        assertThat(sent.due()).as("its wait ends in nothing").isEmpty();
        Transition failed = ChallengeTransitions.failed(sent, 2, AGAIN, ErrorCategory.REFUSED, "email", "no")
                .orElseThrow();
        assertThat(failed.next().due()).as("nor does its failure").isEmpty();
        assertThat(failed.next().state()).isEqualTo(ChallengeState.OPEN);
        assertThat(failed.events().getFirst().details()).containsEntry("chosen", "true");
        assertThat(ChallengeTransitions.failed(failed.next(), 0, AGAIN, ErrorCategory.REFUSED, "sms", "no"))
                .as("nor that of an earlier one")
                .hasValueSatisfying(other -> assertThat(other.next().due()).isEmpty());
    }

    @Test
    void aChosenStepThatMayNotBeSentIsNotReplacedEither() {
        Challenge chosen = Challenges.chosen(three(), 1);
        Challenge refused = ChallengeTransitions.refuse(chosen, 1, START, ErrorCategory.REFUSED, "limit")
                .orElseThrow()
                .next();
        assertThat(refused.due()).isEmpty();
        assertThat(refused.state()).isEqualTo(ChallengeState.OPEN);
    }

    @Test
    void afterAChosenStepTheNextIsTheFirstThatWasNotSentAndThePlanRunsOn() {
        Challenge sent = claim(choose(claimed(three()), Transport.EMAIL).next(), AGAIN);
        Instant later = AGAIN.plusSeconds(30);
        Challenge next = next(sent, later).next();
        assertThat(next.due()).contains(new DueStep(1, 4, later));
        assertThat(next.course()).isEqualTo(new Course(1, false));
        Challenge last = claim(next, later);
        assertThat(last.due()).as("all are sent").isEmpty();
    }

    @Test
    void aResendGoesTheWayThatWasChosenLast() {
        Challenge sent = claim(choose(claimed(three()), Transport.EMAIL).next(), AGAIN);
        Challenge back = claim(
                AskedTransitions.choose(sent, Transport.SMS, "x", AGAIN.plusSeconds(30))
                        .orElseThrow()
                        .next(),
                AGAIN.plusSeconds(30));
        Challenge again = ChallengeTransitions.resend(back, AGAIN.plusSeconds(60))
                .orElseThrow()
                .next();
        assertThat(again.due()).hasValueSatisfying(due -> assertThat(due.step()).isZero());
        assertThat(again.course().chosen()).isTrue();
    }

    @Test
    void aReceiptOfAnEarlierStepDoesNotTakeBackWhatWasAskedFor() {
        Challenge asked = next(claimed(Challenges.open(sms(Success.DELIVERED), voice(), email())), AGAIN)
                .next();
        Challenge delivered = ChallengeTransitions.receipt(asked, 0, Progress.DELIVERED, "c", AGAIN)
                .orElseThrow()
                .next();
        assertThat(delivered.due()).isEqualTo(asked.due());
        Challenge failed = ChallengeTransitions.receipt(asked, 0, Progress.FAILED, "c", AGAIN)
                .orElseThrow()
                .next();
        assertThat(failed.due()).isEqualTo(asked.due());
    }

    @Test
    void whoChoseAWayThatTheyHaveNoAddressForIsNotWrittenToByAnother() {
        Challenge claimed = claimed(Challenges.requested(sms(Success.DELIVERED), voice()));
        assertThat(claimed.due()).isPresent();
        Transition chosen = choose(claimed, Transport.EMAIL);
        assertThat(chosen.next().due()).isEmpty();
        assertThat(chosen.next().lastSendAt()).contains(AGAIN);
        assertThat(chosen.events().getFirst().details()).containsEntry("transport", "email");
        assertThat(AskedTransitions.choose(claimed(three()), Transport.RCS, "x", AGAIN))
                .as("who sees the steps is told")
                .isEmpty();
    }

    private static Challenge three() {
        return Challenges.open(sms(Success.VERIFIED), voice(), email());
    }

    private static Challenge claimed(Challenge challenge) {
        return claim(challenge, START);
    }

    private static Challenge claim(Challenge challenge, Instant now) {
        return ChallengeTransitions.claim(challenge, challenge.turn(), now)
                .orElseThrow()
                .next();
    }

    private static Transition next(Challenge challenge, Instant now) {
        return AskedTransitions.next(challenge, "portal:api", now).orElseThrow();
    }

    private static Transition choose(Challenge challenge, Transport transport) {
        return AskedTransitions.choose(challenge, transport, "portal:api", AGAIN)
                .orElseThrow();
    }
}
