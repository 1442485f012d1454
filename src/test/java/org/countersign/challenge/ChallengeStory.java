package org.countersign.challenge;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.countersign.audit.AuditKind;

/** What happened to one challenge, told beside the code under test, and the rules that it keeps. */
final class ChallengeStory {

    private static final Set<AuditKind> ENDS = Set.of(
            AuditKind.CODE_VERIFIED,
            AuditKind.CHALLENGE_LOCKED,
            AuditKind.CHALLENGE_EXPIRED,
            AuditKind.CHALLENGE_CANCELLED,
            AuditKind.CHALLENGE_SUPERSEDED,
            AuditKind.CODE_UNDELIVERED);

    private final Challenge issued;
    private final Map<AuditKind, Integer> told = new EnumMap<>(AuditKind.class);
    private final Set<Wake> woken = new HashSet<>();
    private final Map<Integer, Integer> stepOfTurn = new HashMap<>();
    private final Map<Integer, Instant> claimedAt = new HashMap<>();
    private final Set<Integer> askedTurns = new HashSet<>();
    private final Set<String> requests = new HashSet<>();
    private int answeredWrong;
    private int proved;
    private boolean chosen;

    /** A wake-up that was sent. */
    record Wake(UUID id, int turn, Instant due) {}

    ChallengeStory(Challenge issued) {
        this.issued = issued;
    }

    static void must(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    UUID id() {
        return issued.id();
    }

    int sends() {
        return stepOfTurn.size();
    }

    void told(AuditKind kind) {
        told.merge(kind, 1, Integer::sum);
    }

    void woken(Wake wake) {
        woken.add(wake);
    }

    void answeredWrong() {
        answeredWrong++;
    }

    /** Somebody asked for a send, which {@code next} has as its turn. */
    void asked(Challenge next) {
        askedTurns.add(next.turn());
    }

    /** Whether the person chose the way of the send that was asked for last. */
    void chosen(boolean byThem) {
        chosen = byThem;
    }

    /** The person's phone proved itself, which is no try. */
    void proved() {
        proved++;
    }

    /** One request of a turn to its provider number {@code provider}. */
    void asked(int turn, int provider) {
        must(stepOfTurn.containsKey(turn), "asked without a claim");
        must(requests.add(turn + ":" + provider), "a provider was asked twice for one send");
    }

    /**
     * The due step of {@code before} was claimed.
     *
     * @return the step
     */
    int claimed(Challenge before, int turn, Instant now) {
        DueStep due = before.due().orElseThrow();
        int step = due.step();
        must(before.state() == ChallengeState.OPEN, "sent after the end");
        must(now.isBefore(before.expiresAt()), "sent after the expiry");
        must(due.turn() == turn, "sent by a wake-up for another turn");
        must(!now.isBefore(due.at()), "sent before its time");
        must(stepOfTurn.put(turn, step) == null, "sent twice in one turn");
        boolean again = askedTurns.contains(turn);
        must(again || !claimedAt.containsKey(step), "a step was sent again that nobody asked for");
        int earlier = before.course().step();
        if (step != earlier && !again) {
            must(!chosen, "another way followed what the person chose");
            mayFallBack(before, earlier, now);
        }
        claimedAt.put(step, now);
        return step;
    }

    /** The step before had its time or failed, and did not get as far as is enough. */
    private void mayFallBack(Challenge before, int earlier, Instant now) {
        Progress reached = before.progress().get(earlier);
        Instant sent = claimedAt.get(earlier);
        boolean waited = sent != null
                && !now.isBefore(sent.plus(before.steps().get(earlier).fallbackAfter()));
        must(waited || reached == Progress.FAILED, "fell back before its time");
        must(!reached.meets(before.steps().get(earlier).success()), "fell back though the step before was enough");
    }

    void holdsIn(Challenge standing) {
        int verified = count(AuditKind.CODE_VERIFIED);
        boolean open = standing.state() == ChallengeState.OPEN;
        must(verified <= 1, "verified twice");
        must((standing.state() == ChallengeState.VERIFIED) == (verified == 1), "verified and not told");
        must(standing.tries() <= standing.maxTries(), "more tries than it has");
        must(standing.tries() == answeredWrong + verified - proved, "a try was not counted once");
        must(count(AuditKind.CODE_REFUSED) == answeredWrong, "a wrong code was not told once");
        must(ends() == (open ? 0 : 1), "one end, told once");
        must(standing.closedAt().isPresent() != open, "closed without a time");
        must(standing.wakeAt().isPresent() == open, "waits for nothing, or after its end");
        must(!open || woken.contains(wake(standing)), "what is due next was not woken");
    }

    private static Wake wake(Challenge open) {
        return new Wake(open.id(), open.turn(), open.wakeAt().orElseThrow());
    }

    private int ends() {
        // An application's challenge outlives its sends, and its trail tells of them only.
        return ENDS.stream()
                .filter(kind -> kind != AuditKind.CODE_UNDELIVERED || !issued.requested())
                .mapToInt(this::count)
                .sum();
    }

    private int count(AuditKind kind) {
        return told.getOrDefault(kind, 0);
    }
}
