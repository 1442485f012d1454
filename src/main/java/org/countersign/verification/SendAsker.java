package org.countersign.verification;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.countersign.challenge.AskedTransitions;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.ChallengeTransitions;
import org.countersign.challenge.Transition;
import org.countersign.platform.Pseudonyms;
import org.countersign.policy.PolicyCatalog;
import org.countersign.policy.Transport;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Asks for sends of an open verification: the message once more, another way, the next step. What a client started is
 * answered alike whether anything is sent or not.
 */
public final class SendAsker {

    private final ChallengeStore challenges;
    private final ChallengeArbiter arbiter;
    private final PolicyCatalog policies;
    private final RequestStore requests;
    private final Pseudonyms pseudonyms;
    private final TransactionOperations transactions;
    private final Clock clock;

    SendAsker(
            ChallengeStore challenges,
            ChallengeArbiter arbiter,
            PolicyCatalog policies,
            RequestStore requests,
            Pseudonyms pseudonyms,
            TransactionOperations transactions,
            Clock clock) {
        this.challenges = challenges;
        this.arbiter = arbiter;
        this.policies = policies;
        this.requests = requests;
        this.pseudonyms = pseudonyms;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The same code once more, by the way of the latest message or by the one that the person chose. */
    Challenge resend(UUID id, Optional<Transport> chosen, Optional<String> key, String client) {
        String asked = "resend " + id + chosen.map(way -> " " + way.code()).orElse("");
        return once(asked, key, client, () -> {
            chosen.ifPresent(way -> admit(way, get(id)));
            Instant now = clock.instant();
            return decide(
                    id,
                    now,
                    standing -> chosen.isPresent()
                            ? AskedTransitions.choose(standing, chosen.get(), client, now)
                            : ChallengeTransitions.resend(standing, now));
        });
    }

    /** The next step of the plan. */
    Challenge next(UUID id, Optional<String> key, String client) {
        return once(
                "next " + id,
                key,
                client,
                () -> tryNext(id, client).orElseThrow(() -> refused(get(id), clock.instant())));
    }

    /**
     * The next step of the plan, where it may be sent now.
     *
     * @param client who asks, for the trail
     * @return empty where nothing came of it: the verification is closed, its latest message too new, or no step is left
     */
    public Optional<Challenge> tryNext(UUID id, String client) {
        Instant now = clock.instant();
        return arbiter.decide(id, now, standing -> AskedTransitions.next(standing, client, now))
                .map(Transition::next);
    }

    private Challenge decide(UUID id, Instant now, Function<Challenge, Optional<Transition>> decision) {
        return arbiter.decide(id, now, decision).map(Transition::next).orElseThrow(() -> refused(get(id), now));
    }

    private interface Ask {
        Challenge run();
    }

    /** A repeat under the same key asks for nothing. */
    private Challenge once(String asked, Optional<String> key, String client, Ask ask) {
        if (key.isEmpty()) {
            return ask.run();
        }
        String fingerprint = pseudonyms.request(asked);
        return Objects.requireNonNull(transactions.execute(status -> {
            requests.lock(client, key.get());
            Optional<RequestStore.Kept> kept = requests.find(client, key.get(), clock.instant());
            if (kept.isPresent()) {
                return get(kept.get().challengeFor(fingerprint));
            }
            Challenge after = ask.run();
            requests.keep(client, key.get(), new RequestStore.Kept(fingerprint, after.id()), clock.instant());
            return after;
        }));
    }

    /**
     * A way that cannot be, whoever the person is, is an error: one that the policy does not have, or, where the steps are
     * shown to the caller, one that no step has.
     */
    private void admit(Transport way, Challenge challenge) {
        Set<Transport> ways = challenge.requested()
                ? policies.transports(challenge.policy())
                : challenge.steps().stream().map(step -> step.transport()).collect(Collectors.toSet());
        if (!ways.contains(way)) {
            throw noSuchWay(ways);
        }
    }

    static ProblemException noSuchWay(Set<Transport> ways) {
        String words = ways.stream().map(Transport::code).sorted().collect(Collectors.joining(", "));
        return JsonObject.invalid(
                "/" + RequestParts.TRANSPORT,
                words.isEmpty() ? "There are no ways to choose from." : "The ways to choose from are " + words + ".");
    }

    private Challenge get(UUID id) {
        return challenges
                .find(id)
                .orElseThrow(() -> VerificationController.unknown().exception());
    }

    private static ProblemException refused(Challenge standing, Instant now) {
        if (!standing.openAt(now)) {
            return VerificationController.closed(standing, now);
        }
        Duration wait = standing.lastSendAt()
                .map(last -> Duration.between(now, last.plus(ChallengeTransitions.RESEND_INTERVAL)))
                .orElse(ChallengeTransitions.RESEND_INTERVAL);
        return wait.isPositive()
                ? Problem.passing(ProblemKind.TOO_EARLY, "The last message was sent only just now.", wait)
                        .exception()
                : Problem.of(ProblemKind.CONFLICT, "No step of the plan is left.")
                        .exception();
    }
}
