package org.countersign.challenge;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.countersign.policy.Purpose;

/** Where challenges are kept. Writes belong to the caller's transaction. */
public interface ChallengeStore {

    /** Keeps a new challenge; at most one open challenge may have its {@code actKey}. */
    void insert(Challenge challenge);

    Optional<Challenge> find(UUID id);

    /**
     * Replaces the version before {@code next} by it, if that one still stands.
     *
     * @return false when another change came first: read again and decide again
     */
    boolean compareAndSet(Challenge next);

    /** As {@link #compareAndSet}, where the challenge goes to another patient: its act, keys and recipient change. */
    boolean compareAndMove(Challenge next);

    /** The open challenge for an act; where there is none, the one issued last. Clocks may stand still or step back. */
    Optional<Challenge> findLatest(String actKey);

    /** Open challenges of a patient, the oldest first. */
    List<Challenge> listOpenOf(String patientKey);

    /** Open challenges of a patient for an act of {@code facility} that has one of {@code names}, the oldest first. */
    List<Challenge> listOpenNamed(String patientKey, String facility, Set<String> names);

    /** Open challenges of a purpose, the oldest first. */
    List<Challenge> listOpen(Purpose purpose, int limit);

    /** Challenges of a purpose that ended at {@code since} or later, the latest first. */
    List<Challenge> listClosed(Purpose purpose, Instant since, int limit);

    /** Challenges for acts named {@code act}, the newest first. */
    List<Challenge> listByAct(String act, int limit);

    /** Challenges that want attention at {@code now}, the longest overdue first. */
    List<Wake> listDue(Instant now, int limit);

    /** What a wake-up says of a challenge. */
    record Wake(UUID id, int turn, Instant at) {}
}
