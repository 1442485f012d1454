package org.countersign.challenge;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.countersign.policy.Purpose;

/** The twin of the PostgreSQL store, under the same contract. */
final class InMemoryChallengeStore implements ChallengeStore {

    private final Map<UUID, Challenge> rows = new ConcurrentHashMap<>();

    @Override
    public synchronized void insert(Challenge challenge) {
        boolean taken = rows.values().stream()
                .anyMatch(row ->
                        row.state() == ChallengeState.OPEN && row.actKey().equals(challenge.actKey()));
        if (taken || rows.putIfAbsent(challenge.id(), challenge) != null) {
            throw new IllegalStateException("An open challenge has this act");
        }
    }

    @Override
    public Optional<Challenge> find(UUID id) {
        return Optional.ofNullable(rows.get(id));
    }

    @Override
    public synchronized boolean compareAndSet(Challenge next) {
        Challenge standing = rows.get(next.id());
        if (standing == null || standing.version() != next.version() - 1) {
            return false;
        }
        rows.put(next.id(), next);
        return true;
    }

    @Override
    public boolean compareAndMove(Challenge next) {
        return compareAndSet(next);
    }

    @Override
    public List<Challenge> listOpenOf(String patientKey) {
        return rows.values().stream()
                .filter(row ->
                        row.state() == ChallengeState.OPEN && row.patientKey().equals(patientKey))
                .sorted(Comparator.comparing(Challenge::issuedAt).thenComparing(Challenge::id))
                .toList();
    }

    @Override
    public List<Challenge> listOpenNamed(String patientKey, String facility, Set<String> names) {
        return listOpenOf(patientKey).stream()
                .filter(row -> row.facility().equals(facility) && !Collections.disjoint(row.names(), names))
                .toList();
    }

    @Override
    public Optional<Challenge> findLatest(String actKey) {
        return rows.values().stream()
                .filter(row -> row.actKey().equals(actKey))
                .max(Comparator.comparing((Challenge row) -> row.state() == ChallengeState.OPEN)
                        .thenComparing(Challenge::issuedAt));
    }

    @Override
    public List<Challenge> listOpen(Purpose purpose, int limit) {
        return rows.values().stream()
                .filter(row -> row.state() == ChallengeState.OPEN && row.purpose() == purpose)
                .sorted(Comparator.comparing(Challenge::issuedAt))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Challenge> listClosed(Purpose purpose, Instant since, int limit) {
        return rows.values().stream()
                .filter(row -> row.purpose() == purpose)
                .filter(row -> row.closedAt().filter(at -> !at.isBefore(since)).isPresent())
                .sorted(Comparator.comparing((Challenge row) -> row.closedAt().orElseThrow())
                        .reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public List<Challenge> listByAct(String act, int limit) {
        return rows.values().stream()
                .filter(row -> row.act().equals(act))
                .sorted(Comparator.comparing(Challenge::issuedAt).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public List<Wake> listDue(Instant now, int limit) {
        return rows.values().stream()
                .flatMap(row -> row.wakeAt().map(at -> new Wake(row.id(), row.turn(), at)).stream())
                .filter(wake -> !wake.at().isAfter(now))
                .sorted(Comparator.comparing(Wake::at))
                .limit(limit)
                .toList();
    }
}
