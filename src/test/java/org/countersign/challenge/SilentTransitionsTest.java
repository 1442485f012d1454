package org.countersign.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.challenge.Challenges.START;
import static org.countersign.challenge.Challenges.email;
import static org.countersign.challenge.Challenges.sms;

import java.time.Instant;
import java.util.Optional;
import org.countersign.audit.AuditKind;
import org.countersign.platform.ErrorCategory;
import org.countersign.policy.Success;
import org.junit.jupiter.api.Test;

/** A silent step, without anything around it. */
class SilentTransitionsTest {

    private static final String CHANNEL = "silent-camara";
    private static final Instant LATER = START.plusSeconds(20);

    @Test
    void anAddressIsOpenedOnceAndOnlyOnceItIsOffered() {
        Challenge asked = asked();
        assertThat(opened(asked)).as("not offered yet").isEmpty();
        Challenge offered = offered(asked);
        Challenge opened = opened(offered).orElseThrow().next();
        assertThat(opened.progress().getFirst()).isEqualTo(Progress.SENT);
        assertThat(opened(opened)).isEmpty();
    }

    @Test
    void anAddressDiesWithItsStepAndWithItsChallenge() {
        Challenge offered = offered(asked());
        Challenge next =
                ChallengeTransitions.claim(offered, 2, LATER).orElseThrow().next();
        assertThat(opened(next)).isEmpty();
        assertThat(SilentTransitions.opened(offered, 0, CHANNEL, offered.expiresAt()))
                .isEmpty();
        Challenge cancelled = ChallengeTransitions.cancel(offered, "signed-out", START)
                .orElseThrow()
                .next();
        assertThat(opened(cancelled)).isEmpty();
    }

    @Test
    void aPhoneComesBackOnce() {
        Challenge offered = offered(asked());
        assertThat(returned(offered)).as("it never left").isEmpty();
        Challenge returned =
                returned(opened(offered).orElseThrow().next()).orElseThrow().next();
        assertThat(returned(returned)).isEmpty();
    }

    @Test
    void aRefusalMakesTheNextStepDueAtOnceAndOnce() {
        Challenge returned = returned(opened(offered(asked())).orElseThrow().next())
                .orElseThrow()
                .next();
        Transition refused = refused(returned, START.plusSeconds(3)).orElseThrow();
        assertThat(refused.events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(AuditKind.SEND_FAILED);
            assertThat(event.details())
                    .containsEntry("reason", CHANNEL + ": no")
                    .containsEntry("category", "REFUSED");
        });
        assertThat(refused.next().due()).contains(new DueStep(1, 2, START.plusSeconds(3)));
        assertThat(refused(refused.next(), START.plusSeconds(4))).isEmpty();
    }

    @Test
    void aLateRefusalSendsNothingASecondTime() {
        Challenge opened = opened(offered(asked())).orElseThrow().next();
        Challenge next =
                ChallengeTransitions.claim(opened, 2, LATER).orElseThrow().next();
        Challenge refused = refused(next, LATER.plusSeconds(1)).orElseThrow().next();
        assertThat(refused.due()).as("e-mail keeps its time").isEqualTo(next.due());
    }

    @Test
    void aYesVerifiesAndCountsNoTryThoughALaterStepWasSent() {
        Challenge opened = opened(offered(asked())).orElseThrow().next();
        Challenge next =
                ChallengeTransitions.claim(opened, 2, LATER).orElseThrow().next();
        Challenge returned = returned(next).orElseThrow().next();
        Transition verified = verified(returned, LATER).orElseThrow();
        assertThat(verified.next().state()).isEqualTo(ChallengeState.VERIFIED);
        assertThat(verified.next().tries()).isZero();
        assertThat(verified.next().due()).isEmpty();
        assertThat(verified.events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(AuditKind.CODE_VERIFIED);
            assertThat(event.details())
                    .containsEntry("verifier", "silent:" + CHANNEL)
                    .containsEntry("operator", "british")
                    .containsEntry("transport", "silent");
        });
        assertThat(verified(verified.next(), LATER)).isEmpty();
    }

    @Test
    void aYesAfterTheTimeIsUpFindsItExpired() {
        Challenge returned = returned(opened(offered(asked())).orElseThrow().next())
                .orElseThrow()
                .next();
        assertThat(verified(returned, returned.expiresAt()).orElseThrow().next().state())
                .isEqualTo(ChallengeState.EXPIRED);
    }

    @Test
    void aStepOfAnotherTransportIsNotOpened() {
        Challenge plain = Challenges.requested(sms(Success.VERIFIED), email());
        Challenge sent = ChallengeTransitions.accepted(
                        ChallengeTransitions.claim(plain, 1, START)
                                .orElseThrow()
                                .next(),
                        0,
                        "sms-smpp")
                .orElseThrow()
                .next();
        assertThat(opened(sent)).isEmpty();
        assertThat(SilentTransitions.step(sent)).isEmpty();
    }

    private static Challenge asked() {
        return Challenges.requested(Challenges.silent(), sms(Success.VERIFIED), email());
    }

    private static Challenge offered(Challenge asked) {
        Challenge claimed =
                ChallengeTransitions.claim(asked, 1, START).orElseThrow().next();
        return ChallengeTransitions.accepted(claimed, 0, CHANNEL).orElseThrow().next();
    }

    private static Optional<Transition> opened(Challenge challenge) {
        return SilentTransitions.opened(challenge, 0, CHANNEL, START.plusSeconds(1));
    }

    private static Optional<Transition> returned(Challenge challenge) {
        return SilentTransitions.returned(challenge, 0, CHANNEL, START.plusSeconds(2));
    }

    private static Optional<Transition> refused(Challenge challenge, Instant now) {
        return SilentTransitions.refused(challenge, 0, now, ErrorCategory.REFUSED, CHANNEL, "no");
    }

    private static Optional<Transition> verified(Challenge challenge, Instant now) {
        return SilentTransitions.verified(challenge, 0, "silent:" + CHANNEL, "british", now);
    }
}
