package org.countersign.challenge;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.countersign.policy.Purpose;

/** Another store, for a test to come between. */
class ForwardingChallengeStore implements ChallengeStore {

    private final ChallengeStore store;

    ForwardingChallengeStore(ChallengeStore store) {
        this.store = store;
    }

    @Override
    public void insert(Challenge challenge) {
        store.insert(challenge);
    }

    @Override
    public Optional<Challenge> find(UUID id) {
        return store.find(id);
    }

    @Override
    public boolean compareAndSet(Challenge next) {
        return store.compareAndSet(next);
    }

    @Override
    public boolean compareAndMove(Challenge next) {
        return store.compareAndMove(next);
    }

    @Override
    public Optional<Challenge> findLatest(String actKey) {
        return store.findLatest(actKey);
    }

    @Override
    public List<Challenge> listOpenOf(String patientKey) {
        return store.listOpenOf(patientKey);
    }

    @Override
    public List<Challenge> listOpenNamed(String patientKey, String facility, Set<String> names) {
        return store.listOpenNamed(patientKey, facility, names);
    }

    @Override
    public List<Challenge> listOpen(Purpose purpose, int limit) {
        return store.listOpen(purpose, limit);
    }

    @Override
    public List<Challenge> listClosed(Purpose purpose, Instant since, int limit) {
        return store.listClosed(purpose, since, limit);
    }

    @Override
    public List<Challenge> listByAct(String act, int limit) {
        return store.listByAct(act, limit);
    }

    @Override
    public List<Wake> listDue(Instant now, int limit) {
        return store.listDue(now, limit);
    }
}
