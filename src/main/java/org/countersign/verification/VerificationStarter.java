package org.countersign.verification;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeIssuer;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.Course;
import org.countersign.challenge.PatientLockStore;
import org.countersign.challenge.PersonFollower;
import org.countersign.event.ClinicalEvent;
import org.countersign.guard.ContactConsents;
import org.countersign.platform.Pseudonyms;
import org.countersign.policy.ChallengePlan;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.PolicyCatalog;
import org.countersign.policy.PolicyDecision;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Starts a verification that a client asks for, on the way of any message: the policies decide, and what comes of it
 * stands in one commit with its entry in the trail. Where they decide against a challenge a decoy takes its place, which
 * costs as many writes and looks and checks like any other, over restarts too; only the trail tells.
 */
final class VerificationStarter {

    /** Another way into the same record, as FHIR, may issue for the act at the same time. */
    private static final int TRIES = 5;

    private final RequestStore requests;
    private final RequestGuard guard;
    private final PatientLockStore patients;
    private final PolicyCatalog policies;
    private final ChallengeIssuer issuer;
    private final PersonFollower follower;
    private final ContactConsents consents;
    private final ChallengeStore challenges;
    private final Pseudonyms pseudonyms;
    private final TransactionOperations transactions;
    private final Clock clock;

    VerificationStarter(
            RequestStore requests,
            RequestGuard guard,
            PatientLockStore patients,
            PolicyCatalog policies,
            ChallengeIssuer issuer,
            PersonFollower follower,
            ContactConsents consents,
            ChallengeStore challenges,
            Pseudonyms pseudonyms,
            TransactionOperations transactions,
            Clock clock) {
        this.requests = requests;
        this.guard = guard;
        this.patients = patients;
        this.policies = policies;
        this.issuer = issuer;
        this.follower = follower;
        this.consents = consents;
        this.challenges = challenges;
        this.pseudonyms = pseudonyms;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Starts a verification, or finds the one that was started for the same key.
     *
     * @param key with which the client asks again when it heard no answer
     * @param client who asks, for the trail
     * @throws ProblemException when the key was used for something else, the person had too many, or no policy is for it
     */
    Challenge start(AskedCode asked, String key, String client) {
        for (int tries = 1; ; tries++) {
            try {
                return Objects.requireNonNull(transactions.execute(status -> startOnce(asked, key, client)));
            } catch (DuplicateKeyException raced) {
                if (tries == TRIES) {
                    throw raced;
                }
            }
        }
    }

    private Challenge startOnce(AskedCode asked, String key, String client) {
        String fingerprint = pseudonyms.request(asked.body().reveal());
        requests.lock(client, key);
        Optional<RequestStore.Kept> kept = requests.find(client, key, clock.instant());
        if (kept.isPresent()) {
            return repeated(kept.get(), fingerprint);
        }
        Challenge started = issue(asked, client);
        requests.keep(client, key, new RequestStore.Kept(fingerprint, started.id()), clock.instant());
        return started;
    }

    private Challenge repeated(RequestStore.Kept kept, String fingerprint) {
        return challenges.find(kept.challengeFor(fingerprint)).orElseThrow();
    }

    private Challenge issue(AskedCode asked, String client) {
        patients.lock(patientKey(follower.resolve(asked.event(client))));
        ClinicalEvent event = consents.recall(follower.resolve(asked.event(client))); // A merge may have come between.
        String patientKey = patientKey(event);
        patients.lock(patientKey);
        guard.admitPerson(patientKey);
        Instant now = clock.instant();
        ChallengePlan decoy = policies.blank(event, now).orElseThrow(() -> noPolicy(asked.purpose()));
        asked.transport().ifPresent(chosen -> admit(chosen, decoy.policy()));
        return switch (policies.decide(event, now)) {
            case PolicyDecision.Require require -> request(event, require.plan(), decoy, asked.transport(), client);
            case PolicyDecision.Skip skip ->
                issuer.request(
                        event,
                        decoy,
                        Course.START,
                        Map.of("client", client, "reason", skip.reason() + ": " + skip.detail()));
            case PolicyDecision.Withdraw withdraw ->
                throw new IllegalStateException("What is asked for anew cannot be withdrawn");
        };
    }

    /** Where the person chose a way by which they cannot be reached, nobody is written to by another. */
    private Challenge request(
            ClinicalEvent event, ChallengePlan plan, ChallengePlan decoy, Optional<Transport> chosen, String client) {
        if (chosen.isEmpty()) {
            return issuer.request(event, plan, Course.START, Map.of("client", client));
        }
        String way = chosen.get().code();
        int step = plan.steps().stream().map(PlannedStep::transport).toList().indexOf(chosen.get());
        return step < 0
                ? issuer.request(
                        event,
                        decoy,
                        Course.START,
                        Map.of("client", client, "reason", "UNREACHABLE: no address for " + way + ", which was chosen"))
                : issuer.request(
                        event,
                        plan,
                        new Course(step, true),
                        Map.of("client", client, "transport", way, "chosen", "true"));
    }

    /** What the policy has no step for is an error of the client, whoever is asked for. */
    private void admit(Transport chosen, String policy) {
        if (!policies.transports(policy).contains(chosen)) {
            throw SendAsker.noSuchWay(policies.transports(policy));
        }
    }

    private String patientKey(ClinicalEvent event) {
        return issuer.patientKey(event.person().orElseThrow().identifiers().getFirst());
    }

    private static ProblemException noPolicy(Purpose purpose) {
        return JsonObject.invalid(
                "/purpose", "No policy of this hub takes requests for " + purpose.code() + " at this facility.");
    }
}
