package org.countersign.answer;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.countersign.audit.AuditFact;
import org.countersign.audit.AuditKind;
import org.countersign.audit.AuditOutcome;
import org.countersign.audit.AuditSubject;
import org.countersign.audit.AuditTrail;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeStore;
import org.countersign.platform.WakeUps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Writes down what became of an answer, in one commit with its entry in the trail, and wakes what waited behind it. */
final class Settling {

    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);

    private final AnswerStore store;
    private final ChallengeStore challenges;
    private final AuditTrail trail;
    private final WakeUps wakeUps;
    private final TransactionOperations transactions;
    private final Clock clock;

    Settling(
            AnswerStore store,
            ChallengeStore challenges,
            AuditTrail trail,
            WakeUps wakeUps,
            TransactionOperations transactions,
            Clock clock) {
        this.store = store;
        this.challenges = challenges;
        this.trail = trail;
        this.wakeUps = wakeUps;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Takes the answer that a wake-up is for, or the one that has to go before it; empty when nothing is due. */
    Optional<Answer> claim(long id, java.util.function.Function<String, Retry> retries) {
        Instant now = clock.instant();
        Optional<Answer> claimed = transactions.execute(status -> store.find(id)
                .flatMap(woken -> store.claim(
                        woken.destination(),
                        woken.patientKey(),
                        now,
                        retries.apply(woken.destination()).lease(now))));
        return claimed == null ? Optional.empty() : claimed;
    }

    void sent(Answer answer) {
        end(answer, AnswerState.SENT, "", AuditOutcome.SUCCESS);
    }

    /** The other side will not have it: {@code reason} is for people, without data or words of the other side. */
    void failed(Answer answer, String reason) {
        end(answer, AnswerState.FAILED, reason, AuditOutcome.SERIOUS_FAILURE);
    }

    /** Somebody has to look at it: {@code reason} says why. */
    void reported(Answer answer, String reason) {
        end(answer, AnswerState.REPORTED, reason, AuditOutcome.MINOR_FAILURE);
    }

    /** Tries again later, unless the answer is too old for that. */
    void tryAgain(Answer answer, boolean inDoubt, String reason, Retry retry) {
        Instant now = clock.instant();
        if (retry.isOver(answer.createdAt(), now)) {
            if (inDoubt) {
                reported(answer, "Given up, and it may have arrived: " + reason);
            } else {
                failed(answer, "Given up: " + reason);
            }
            return;
        }
        LOG.warn(
                "Answer {} to {} was not taken, try {}: {}", answer.id(), answer.destination(), answer.tries(), reason);
        transactions.executeWithoutResult(
                status -> store.putOff(answer, inDoubt, reason, now.plus(retry.pause(answer.tries()))));
    }

    private void end(Answer answer, AnswerState state, String reason, AuditOutcome outcome) {
        Instant now = clock.instant();
        Boolean ended = transactions.execute(status -> {
            boolean ours = store.settle(answer.id(), state, reason, now);
            if (ours) {
                trail.append(fact(answer, state, reason, outcome, now));
            }
            return ours;
        });
        if (!Boolean.TRUE.equals(ended)) {
            return;
        }
        if (state != AnswerState.SENT) {
            LOG.error("Answer {} to {} is {}: {}", answer.id(), answer.destination(), state, reason);
        }
        wakeUps.outcomes();
        store.findNext(answer.destination(), answer.patientKey())
                .ifPresent(next -> wakeUps.answer(next.id(), next.route(), next.patientKey()));
    }

    private AuditFact fact(Answer answer, AnswerState state, String reason, AuditOutcome outcome, Instant now) {
        boolean record = answer.kind() == AnswerKind.RECORD;
        boolean sent = state == AnswerState.SENT;
        AuditKind kind = record
                ? (sent ? AuditKind.RECORD_UPDATED : AuditKind.RECORD_NOT_UPDATED)
                : (sent ? AuditKind.ANSWER_SENT : AuditKind.ANSWER_FAILED);
        Optional<Challenge> challenge = answer.challengeId().flatMap(challenges::find);
        return new AuditFact(
                kind,
                outcome,
                now,
                answer.challengeId(),
                answer.inboxId(),
                challenge.map(Settling::subject),
                details(answer, reason, challenge));
    }

    private static Map<String, String> details(Answer answer, String reason, Optional<Challenge> challenge) {
        Map<String, String> details = new TreeMap<>();
        details.put("destination", answer.destination());
        details.put("controlId", answer.controlId());
        details.put("answer", answer.kind().name().toLowerCase(java.util.Locale.ROOT));
        details.put("decision", answer.outcome().toLowerCase(java.util.Locale.ROOT));
        details.put("tries", Integer.toString(answer.tries()));
        if (!reason.isEmpty()) {
            details.put("reason", reason);
        }
        challenge.ifPresent(about -> {
            details.put("act", about.act());
            details.put("facility", about.facility());
            details.put("purpose", about.purpose().code());
            details.put("policy", about.policy());
        });
        return details;
    }

    private static AuditSubject subject(Challenge challenge) {
        return new AuditSubject(
                challenge.patientKey(),
                challenge.recipient().identifier(),
                challenge.recipient().authority());
    }
}
