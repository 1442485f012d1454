package org.countersign.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.challenge.Challenges.START;
import static org.countersign.challenge.Challenges.email;
import static org.countersign.challenge.Challenges.sms;
import static org.countersign.challenge.Challenges.voice;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.countersign.audit.AuditKind;
import org.countersign.audit.AuditOutcome;
import org.countersign.platform.ErrorCategory;
import org.countersign.policy.Success;
import org.junit.jupiter.api.Test;

class ChallengeTransitionsTest {

    private static final Instant LATER = START.plusSeconds(1);

    @Test
    void aClaimArmsTheNextStepForTheEndOfTheWait() {
        Challenge claimed = claimed(Challenges.open());
        assertThat(claimed.progress()).containsExactly(Progress.SENDING, Progress.PLANNED);
        assertThat(claimed.due()).contains(new DueStep(1, 2, START.plusSeconds(30)));
    }

    @Test
    void aStaleOrEarlyWakeUpClaimsNothing() {
        Challenge challenge = Challenges.open();
        assertThat(ChallengeTransitions.claim(challenge, 2, START)).isEmpty();
        assertThat(ChallengeTransitions.claim(challenge, 1, START.minusMillis(1)))
                .isEmpty();
        assertThat(ChallengeTransitions.claim(claimed(challenge), 1, START)).isEmpty();
    }

    @Test
    void afterTheLastStepOnlyTheExpiryIsDue() {
        Challenge last = claimed(Challenges.open(email()));
        assertThat(last.due()).isEmpty();
        assertThat(last.wakeAt()).contains(last.expiresAt());
    }

    @Test
    void aFailureMakesTheNextStepDueAtOnce() {
        Challenge failed = failed(claimed(Challenges.open()), 0);
        assertThat(failed.due()).contains(new DueStep(1, 2, LATER));
    }

    @Test
    void aReceiptThatMeetsTheSuccessStopsTheFallback() {
        Challenge delivered = received(claimed(Challenges.open()), 0, Progress.DELIVERED);
        assertThat(delivered.due()).isEmpty();
        assertThat(delivered.state()).isEqualTo(ChallengeState.OPEN);
    }

    @Test
    void aReceiptShortOfTheSuccessKeepsTheFallback() {
        Challenge sent = received(claimed(Challenges.open()), 0, Progress.SENT);
        assertThat(sent.due()).contains(new DueStep(1, 2, START.plusSeconds(30)));
    }

    @Test
    void onlyTheCodeStopsAPlanThatWaitsForTheCode() {
        Challenge read = received(claimed(Challenges.open(voice(), email())), 0, Progress.READ);
        assertThat(read.due()).isPresent();
    }

    @Test
    void aFailureReceiptAfterSuccessTakesTheFallbackUpAgain() {
        Challenge accepted = ChallengeTransitions.accepted(
                        claimed(Challenges.open(sms(Success.ACCEPTED), email())), 0, "c")
                .orElseThrow()
                .next();
        assertThat(accepted.due()).isEmpty();
        assertThat(received(accepted, 0, Progress.FAILED).due()).contains(new DueStep(1, 3, LATER));
    }

    @Test
    void receiptsOutOfOrderAndRepeatedSayNothingNew() {
        Challenge delivered = received(claimed(Challenges.open()), 0, Progress.DELIVERED);
        assertThat(ChallengeTransitions.receipt(delivered, 0, Progress.SENT, "c", LATER))
                .isEmpty();
        assertThat(ChallengeTransitions.receipt(delivered, 0, Progress.DELIVERED, "c", LATER))
                .isEmpty();
        assertThat(ChallengeTransitions.receipt(delivered, 0, Progress.FAILED, "c", LATER))
                .isEmpty();
        assertThat(ChallengeTransitions.accepted(delivered, 0, "c")).isEmpty();
    }

    @Test
    void whenEveryStepFailedTheCodeIsUndelivered() {
        Challenge second = ChallengeTransitions.claim(failed(claimed(Challenges.open()), 0), 2, LATER)
                .orElseThrow()
                .next();
        Transition end = ChallengeTransitions.failed(second, 1, LATER, ErrorCategory.UNAVAILABLE, "c", "down")
                .orElseThrow();
        assertThat(end.next().state()).isEqualTo(ChallengeState.UNDELIVERED);
        assertThat(kinds(end)).containsExactly(AuditKind.SEND_FAILED, AuditKind.CODE_UNDELIVERED);
    }

    @Test
    void whenOnlyTheLastStepFailsTheFirstMayStillBeAnswered() {
        Challenge first = claimed(Challenges.open());
        Challenge second = ChallengeTransitions.claim(first, 2, START.plusSeconds(30))
                .orElseThrow()
                .next();
        assertThat(failed(second, 1).state()).isEqualTo(ChallengeState.OPEN);
    }

    @Test
    void aRefusedStepFailsWithoutASend() {
        Challenge refused = ChallengeTransitions.refuse(Challenges.open(), 1, START, ErrorCategory.REFUSED, "limit")
                .orElseThrow()
                .next();
        assertThat(refused.lastSendAt()).isEmpty();
        assertThat(refused.due()).contains(new DueStep(1, 2, START));
    }

    @Test
    void aRefusalOfTheOnlyStepEndsTheChallenge() {
        Challenge refused = ChallengeTransitions.refuse(
                        Challenges.open(email()), 1, START, ErrorCategory.REFUSED, "limit")
                .orElseThrow()
                .next();
        assertThat(refused.state()).isEqualTo(ChallengeState.UNDELIVERED);
    }

    @Test
    void whatAClientAskedForStaysOpenThoughNoStepCouldBeSent() {
        Transition refused = ChallengeTransitions.refuse(
                        Challenges.requested(email()), 1, START, ErrorCategory.REFUSED, "limit")
                .orElseThrow();
        assertThat(refused.next().state()).isEqualTo(ChallengeState.OPEN);
        assertThat(refused.next().due()).isEmpty();
        assertThat(kinds(refused)).containsExactly(AuditKind.SEND_FAILED, AuditKind.CODE_UNDELIVERED);
    }

    @Test
    void whatLookupsSaidIsToldAndChangesNothing() {
        Challenge claimed = claimed(Challenges.open());
        Transition told = ChallengeTransitions.lookedUp(
                        claimed,
                        0,
                        List.of(
                                new LookedUp("twilio", "Nothing against it", Optional.empty()),
                                new LookedUp("sim-swap", "No answer", Optional.of(ErrorCategory.TIMEOUT))),
                        LATER)
                .orElseThrow();
        assertThat(kinds(told)).containsExactly(AuditKind.NUMBER_LOOKED_UP, AuditKind.NUMBER_LOOKED_UP);
        assertThat(told.events().getLast().outcome()).isEqualTo(AuditOutcome.MINOR_FAILURE);
        assertThat(told.events().getLast().details())
                .containsEntry("channel", "sim-swap")
                .containsEntry("category", "TIMEOUT")
                .containsEntry("step", "1");
        assertThat(told.next().progress()).isEqualTo(claimed.progress());
        assertThat(told.next().due()).isEqualTo(claimed.due());
    }

    @Test
    void whatEndedWhileLookupsWereAskedIsNotSent() {
        Challenge claimed = claimed(Challenges.open());
        Challenge cancelled = ChallengeTransitions.cancel(claimed, "test", LATER)
                .orElseThrow()
                .next();
        assertThat(ChallengeTransitions.lookedUp(cancelled, 0, List.of(), LATER))
                .isEmpty();
        assertThat(ChallengeTransitions.lookedUp(claimed, 0, List.of(), claimed.expiresAt()))
                .isEmpty();
    }

    @Test
    void theResendsOfWhatAClientAskedForWaitForItsOwnRequestsAndNotForSends() {
        Challenge asked = Challenges.requested(email());
        Challenge sent = ChallengeTransitions.claim(asked, 1, START.plusSeconds(20))
                .orElseThrow()
                .next();
        assertThat(ChallengeTransitions.resend(sent, START.plusSeconds(29))).isEmpty();
        Challenge again = ChallengeTransitions.resend(sent, START.plusSeconds(30))
                .orElseThrow()
                .next();
        assertThat(ChallengeTransitions.resend(again, START.plusSeconds(59))).isEmpty();
        assertThat(ChallengeTransitions.resend(again, START.plusSeconds(60))).isPresent();
    }

    @Test
    void theRightCodeVerifiesAndNothingIsDueAnyMore() {
        Transition verified = check(claimed(Challenges.open()), true).orElseThrow();
        assertThat(verified.next().state()).isEqualTo(ChallengeState.VERIFIED);
        assertThat(verified.next().wakeAt()).isEmpty();
        assertThat(ChallengeTransitions.claim(verified.next(), 2, START.plusSeconds(60)))
                .isEmpty();
        assertThat(check(verified.next(), true)).isEmpty();
    }

    @Test
    void theThirdWrongCodeLocks() {
        Challenge twice = check(check(Challenges.open(), false).orElseThrow().next(), false)
                .orElseThrow()
                .next();
        Transition third = check(twice, false).orElseThrow();
        assertThat(third.next().state()).isEqualTo(ChallengeState.LOCKED);
        assertThat(kinds(third)).containsExactly(AuditKind.CODE_REFUSED, AuditKind.CHALLENGE_LOCKED);
        assertThat(check(third.next(), true)).isEmpty();
    }

    @Test
    void theRightCodeOnTheLastTryVerifies() {
        Challenge twice = check(check(Challenges.open(), false).orElseThrow().next(), false)
                .orElseThrow()
                .next();
        assertThat(check(twice, true).orElseThrow().next().state()).isEqualTo(ChallengeState.VERIFIED);
    }

    @Test
    void theRightCodeAtTheExpiryIsTooLate() {
        Challenge challenge = Challenges.open();
        Transition late = ChallengeTransitions.check(challenge, true, "user:test", challenge.expiresAt())
                .orElseThrow();
        assertThat(late.next().state()).isEqualTo(ChallengeState.EXPIRED);
        assertThat(late.next().tries()).isZero();
    }

    @Test
    void aResendKeepsTheCodeAndWaitsHalfAMinute() {
        Challenge claimed = claimed(Challenges.open());
        assertThat(ChallengeTransitions.resend(claimed, START.plusSeconds(29))).isEmpty();
        Challenge again = ChallengeTransitions.resend(claimed, START.plusSeconds(30))
                .orElseThrow()
                .next();
        assertThat(again.due()).contains(new DueStep(0, 3, START.plusSeconds(30)));
        assertThat(again.recipe()).isEqualTo(claimed.recipe());
    }

    @Test
    void nothingExpiresBeforeItsTime() {
        Challenge challenge = Challenges.open();
        assertThat(ChallengeTransitions.expire(challenge, challenge.expiresAt().minus(Duration.ofNanos(1))))
                .isEmpty();
        assertThat(ChallengeTransitions.expire(challenge, challenge.expiresAt()))
                .isPresent();
    }

    private static Challenge claimed(Challenge challenge) {
        return ChallengeTransitions.claim(challenge, 1, START).orElseThrow().next();
    }

    private static Challenge failed(Challenge challenge, int step) {
        return ChallengeTransitions.failed(challenge, step, LATER, ErrorCategory.REFUSED, "c", "no")
                .orElseThrow()
                .next();
    }

    private static Challenge received(Challenge challenge, int step, Progress progress) {
        return ChallengeTransitions.receipt(challenge, step, progress, "c", LATER)
                .orElseThrow()
                .next();
    }

    private static Optional<Transition> check(Challenge challenge, boolean right) {
        return ChallengeTransitions.check(challenge, right, "user:test", LATER);
    }

    private static java.util.List<AuditKind> kinds(Transition transition) {
        return transition.events().stream().map(Transition.Event::kind).toList();
    }
}
