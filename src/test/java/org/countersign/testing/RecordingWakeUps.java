package org.countersign.testing;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.countersign.platform.WakeUps;

/** Keeps the wake-ups that were asked for. */
public final class RecordingWakeUps implements WakeUps {

    private final List<Long> inbox = new CopyOnWriteArrayList<>();
    private final List<Challenge> challenges = new CopyOnWriteArrayList<>();
    private final List<Long> answers = new CopyOnWriteArrayList<>();
    private final AtomicInteger outcomes = new AtomicInteger();

    /** A wake-up for a challenge. */
    public record Challenge(UUID id, int turn, Instant due) {}

    @Override
    public void inbox(long inboxId, String patientKey) {
        inbox.add(inboxId);
    }

    @Override
    public void challenge(UUID challengeId, int turn, Instant due) {
        challenges.add(new Challenge(challengeId, turn, due));
    }

    @Override
    public void outcomes() {
        outcomes.incrementAndGet();
    }

    @Override
    public void answer(long answerId, String kind, String patientKey) {
        answers.add(answerId);
    }

    /** Answers that wait to go back, in the order in which they were told of. */
    public List<Long> answerIds() {
        return answers;
    }

    public List<Long> inboxIds() {
        return inbox;
    }

    public List<Challenge> challenges() {
        return challenges;
    }

    public int outcomesCount() {
        return outcomes.get();
    }
}
