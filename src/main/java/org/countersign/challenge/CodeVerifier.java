package org.countersign.challenge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.countersign.audit.AuditFact;
import org.countersign.audit.AuditKind;
import org.countersign.audit.AuditOutcome;
import org.countersign.audit.AuditTrail;
import org.countersign.platform.Sensitive;
import org.countersign.platform.WakeUps;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Checks the code that comes back. Every check is one commit that counts the try and, when it is right, flips the
 * challenge: of any number of right answers at a time one is accepted (OWASP ASVS 5.0 §6.5.1), and a wrong one beside
 * it cannot make it fail. The caller learns yes or no; why is in the trail.
 */
public final class CodeVerifier {

    private final ChallengeStore store;
    private final ChallengeArbiter arbiter;
    private final CheckAnswers answers;
    private final CodeDeriver deriver;
    private final AuditTrail trail;
    private final WakeUps wakeUps;
    private final TransactionOperations transactions;
    private final Clock clock;

    CodeVerifier(
            ChallengeStore store,
            ChallengeArbiter arbiter,
            CheckAnswers answers,
            CodeDeriver deriver,
            AuditTrail trail,
            WakeUps wakeUps,
            TransactionOperations transactions,
            Clock clock) {
        this.store = store;
        this.arbiter = arbiter;
        this.answers = answers;
        this.deriver = deriver;
        this.trail = trail;
        this.wakeUps = wakeUps;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Checks {@code code} for a challenge.
     *
     * @param code as typed; spaces and dashes do not count, digits of any script do
     * @param idempotencyKey a repeat with the same key gets the first answer and costs no try
     * @param verifier who asks, for the trail: {@code portal:NAME} or {@code user:NAME}
     */
    public CheckAnswer check(UUID id, Sensitive<String> code, Optional<String> idempotencyKey, String verifier) {
        if (idempotencyKey.isEmpty()) {
            return checkOnce(id, code, verifier);
        }
        String key = idempotencyKey.get();
        CheckAnswer answer = transactions.execute(status -> {
            answers.lock(id, key);
            return answers.find(id, key).orElseGet(() -> {
                CheckAnswer first = checkOnce(id, code, verifier);
                answers.keep(id, key, first, clock.instant());
                return first;
            });
        });
        return java.util.Objects.requireNonNull(answer);
    }

    private CheckAnswer checkOnce(UUID id, Sensitive<String> code, String verifier) {
        Instant now = clock.instant();
        Optional<Transition> done = arbiter.decide(
                id, now, challenge -> ChallengeTransitions.check(challenge, isRight(challenge, code), verifier, now));
        if (done.isEmpty()) {
            recordRefusal(id, verifier, now);
        }
        return done.filter(change -> change.next().state() == ChallengeState.VERIFIED)
                        .isPresent()
                ? CheckAnswer.VERIFIED
                : CheckAnswer.REFUSED;
    }

    private boolean isRight(Challenge challenge, Sensitive<String> code) {
        Sensitive<String> expected = deriver.derive(challenge.id(), challenge.recipe());
        boolean equal = MessageDigest.isEqual(
                expected.reveal().getBytes(StandardCharsets.UTF_8),
                digits(code.reveal()).getBytes(StandardCharsets.UTF_8));
        return equal && !challenge.decoy();
    }

    /** A check of a challenge that is closed or unknown takes a commit too, so that it looks like any other. */
    private void recordRefusal(UUID id, String verifier, Instant now) {
        Optional<Challenge> known = store.find(id);
        String reason = known.map(challenge -> challenge.state().name()).orElse("UNKNOWN");
        AuditFact fact = new AuditFact(
                AuditKind.CODE_REFUSED,
                AuditOutcome.SERIOUS_FAILURE,
                now,
                known.map(Challenge::id),
                known.map(Challenge::inboxId).orElse(OptionalLong.empty()),
                Optional.empty(),
                Map.of("verifier", verifier, "reason", reason));
        transactions.executeWithoutResult(status -> trail.append(fact));
        wakeUps.outcomes();
    }

    private static String digits(String typed) {
        StringBuilder digits = new StringBuilder(typed.length());
        typed.codePoints().filter(c -> !Character.isWhitespace(c) && c != '-').forEach(c -> {
            int digit = Character.digit(c, 10);
            digits.appendCodePoint(digit < 0 ? c : '0' + digit);
        });
        return digits.toString();
    }
}
