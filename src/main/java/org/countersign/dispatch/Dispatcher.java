package org.countersign.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.ChallengeTransitions;
import org.countersign.challenge.CodeDeriver;
import org.countersign.challenge.DueStep;
import org.countersign.guard.NumberProfile;
import org.countersign.guard.NumberProfiles;
import org.countersign.guard.SendGuard;
import org.countersign.message.MessageComposer;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.Pseudonyms;
import org.countersign.platform.Sensitive;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.Transport;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes one send of a due step. The step is claimed in a commit of its own before anything is sent, so of any number of
 * wake-ups one sends; a hub that dies between the two has not sent, and the next step of the plan takes over when its
 * wait ends. The code is derived after the claim and stands in the delivery's text alone.
 */
final class Dispatcher {

    private static final DateTimeFormatter LOCAL_TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final ChallengeStore challenges;
    private final ChallengeArbiter arbiter;
    private final AttemptStore attempts;
    private final SendGuard guard;
    private final CodeDeriver codes;
    private final MessageComposer composer;
    private final UnaryOperator<Locale> calls;
    private final Pseudonyms pseudonyms;
    private final DeliveryReceipts receipts;
    private final TransactionOperations transactions;
    private final Clock clock;
    private final NumberProfiles numbers = new NumberProfiles();

    /** @param calls the locale in which somebody who is written to in another is called */
    Dispatcher(
            ChallengeStore challenges,
            ChallengeArbiter arbiter,
            AttemptStore attempts,
            SendGuard guard,
            CodeDeriver codes,
            MessageComposer composer,
            UnaryOperator<Locale> calls,
            Pseudonyms pseudonyms,
            DeliveryReceipts receipts,
            TransactionOperations transactions,
            Clock clock) {
        this.challenges = challenges;
        this.arbiter = arbiter;
        this.attempts = attempts;
        this.guard = guard;
        this.codes = codes;
        this.composer = composer;
        this.calls = calls;
        this.pseudonyms = pseudonyms;
        this.receipts = receipts;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Claims what is due and gives it to be sent. Also closes a challenge whose time is up.
     *
     * @param turn the send that the wake-up is for
     * @return empty when nothing is to be sent: the wake-up is stale, doubled or early, or the guard said no
     */
    Optional<Delivery> prepare(UUID challengeId, int turn) {
        Instant now = clock.instant();
        Optional<Challenge> found = challenges.find(challengeId);
        if (found.filter(challenge -> challenge.openAt(now)).isEmpty()) {
            arbiter.decide(challengeId, now, challenge -> ChallengeTransitions.expire(challenge, now));
            return Optional.empty();
        }
        Challenge challenge = found.get();
        if (challenge.decoy()) {
            arbiter.decide(challengeId, now, standing -> ChallengeTransitions.drop(standing, turn, now));
            return Optional.empty();
        }
        return challenge
                .due()
                .filter(due -> due.turn() == turn && !now.isBefore(due.at()))
                .filter(due -> claim(challenge, due, now))
                .map(due -> compose(challenge, due, now));
    }

    /** The provider took it. */
    void record(Delivery delivery, Carried carried) {
        Instant now = clock.instant();
        String channel = carried.channel();
        String reference = carried.providerReference();
        transactions.executeWithoutResult(status -> {
            attempts.lock(channel, reference);
            attempts.accepted(delivery.challengeId(), delivery.turn(), carried, now);
            Map<String, String> details =
                    details(carried, attempts.countOthers(delivery.challengeId(), delivery.turn()));
            arbiter.decide(
                    delivery.challengeId(),
                    now,
                    challenge -> ChallengeTransitions.accepted(challenge, delivery.step(), channel, details));
            attempts.takeEarly(channel, reference)
                    .forEach(progress -> receipts.apply(channel, reference, progress, now));
        });
    }

    private static Map<String, String> details(Carried carried, int others) {
        Map<String, String> details = new HashMap<>();
        carried.price().ifPresent(price -> details.put("price", price.toPlainString()));
        if (others > 0) {
            details.put("shared", Integer.toString(others));
        }
        return details;
    }

    /** A channel did not take it, for sure; another one may. */
    void passOver(Delivery delivery, String channel, ErrorCategory category, String reason) {
        Instant now = clock.instant();
        arbiter.decide(
                delivery.challengeId(),
                now,
                challenge -> ChallengeTransitions.passedOver(challenge, delivery.step(), category, channel, reason));
    }

    /** It could not be sent, or nobody knows: the next step is due at once. */
    void fail(Delivery delivery, String channel, ErrorCategory category, String reason) {
        fail(
                delivery.challengeId(),
                new DueStep(delivery.step(), delivery.turn(), clock.instant()),
                channel,
                category,
                reason);
    }

    private void fail(UUID challengeId, DueStep sent, String channel, ErrorCategory category, String reason) {
        Instant now = clock.instant();
        transactions.executeWithoutResult(status -> {
            attempts.failed(challengeId, sent.turn(), channel, category, now);
            arbiter.decide(
                    challengeId,
                    now,
                    challenge -> ChallengeTransitions.failed(challenge, sent.step(), now, category, channel, reason));
        });
    }

    /** Asks the guard and claims the step, in one commit; whether it is ours to send. */
    private boolean claim(Challenge challenge, DueStep due, Instant now) {
        PlannedStep step = challenge.steps().get(due.step());
        String recipientKey = pseudonyms.recipient(step.address().reveal());
        Boolean claimed = transactions.execute(status -> {
            Optional<String> veto = guard.veto(step, challenge.patientKey(), recipientKey, now);
            if (veto.isPresent()) {
                arbiter.decide(
                        challenge.id(),
                        now,
                        standing -> ChallengeTransitions.refuse(
                                standing, due.turn(), now, ErrorCategory.REFUSED, veto.get()));
                return false;
            }
            return arbiter.decide(
                            challenge.id(),
                            now,
                            standing -> ChallengeTransitions.claim(standing, due.turn(), now),
                            done -> attempts.claim(challenge.id(), due, step.transport(), recipientKey, now))
                    .isPresent();
        });
        return Boolean.TRUE.equals(claimed);
    }

    /** A claimed step that has no words fails like any other, or its challenge would wait for nothing. */
    private Delivery compose(Challenge challenge, DueStep due, Instant now) {
        try {
            return delivery(challenge, due, now);
        } catch (RuntimeException e) {
            fail(challenge.id(), due, "", ErrorCategory.INTERNAL, "the message could not be composed");
            throw e;
        }
    }

    private Delivery delivery(Challenge challenge, DueStep due, Instant now) {
        PlannedStep step = challenge.steps().get(due.step());
        Locale locale = step.transport() == Transport.VOICE ? calls.apply(challenge.locale()) : challenge.locale();
        Sensitive<String> code = codes.derive(challenge.id(), challenge.recipe());
        Sensitive<String> text = composer.compose(
                step.transport(),
                locale,
                challenge.purpose(),
                challenge.facility(),
                challenge.tag(),
                code,
                Duration.between(now, challenge.expiresAt()));
        NumberProfile number = numbers.of(step.address());
        return new Delivery(
                challenge.id(),
                due.turn(),
                due.step(),
                step.transport(),
                step.address(),
                number,
                number.zone().map(zone -> LOCAL_TIME.format(now.atZone(zone))).orElse(""),
                locale,
                challenge.facility(),
                challenge.purpose(),
                text,
                code,
                attempts.unheard(challenge.id(), due.turn(), step.transport()));
    }
}
