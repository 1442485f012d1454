package org.countersign.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Header;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeTransitions;
import org.countersign.challenge.Progress;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes the providers' receipts; the bean {@code deliveryReceipts} of the routes in {@code routes/receipts/}. A receipt
 * moves a step on, or fails it, and never verifies. It may come before the send is recorded, several times, in any
 * order, or for a message that is not ours.
 */
public final class DeliveryReceipts {

    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final AttemptStore attempts;
    private final ChallengeArbiter arbiter;
    private final TransactionOperations transactions;
    private final Clock clock;

    DeliveryReceipts(AttemptStore attempts, ChallengeArbiter arbiter, TransactionOperations transactions, Clock clock) {
        this.attempts = attempts;
        this.arbiter = arbiter;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Takes one receipt.
     *
     * @param progress ACCEPTED, SENT, DELIVERED, READ or FAILED, in any case of letters
     * @throws IllegalArgumentException when it is none of them
     */
    public void receive(
            @Header("Channel") String channel,
            @Header("ProviderReference") String providerReference,
            @Header("Progress") String progress) {
        Progress reached = Progress.valueOf(progress.toUpperCase(Locale.ROOT));
        Instant now = clock.instant();
        transactions.executeWithoutResult(status -> {
            attempts.lock(channel, providerReference);
            if (attempts.find(channel, providerReference).isPresent()) {
                apply(channel, providerReference, reached, now);
            } else {
                attempts.keepEarly(channel, providerReference, reached, now);
            }
        });
    }

    /** References of sends over {@code channel} that ought to have been heard of by now: ask the provider. */
    public List<String> unreported(String channel) {
        return attempts.unreported(channel, clock.instant(), SILENCE);
    }

    /**
     * Who a send said it was from: some providers find a message by its sender, too.
     *
     * @return empty where the provider chose, or nobody knows the send
     */
    public String sender(String channel, String providerReference) {
        return attempts.sender(channel, providerReference);
    }

    void apply(String channel, String providerReference, Progress reached, Instant now) {
        attempts.find(channel, providerReference).ifPresent(sent -> {
            attempts.reached(channel, providerReference, reached, now);
            arbiter.decide(
                    sent.challengeId(),
                    now,
                    challenge -> ChallengeTransitions.receipt(challenge, sent.step(), reached, channel, now));
        });
    }
}
