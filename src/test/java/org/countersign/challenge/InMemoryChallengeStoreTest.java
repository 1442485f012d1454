package org.countersign.challenge;

class InMemoryChallengeStoreTest extends ChallengeStoreContract {

    private final ChallengeStore store = new InMemoryChallengeStore();

    @Override
    ChallengeStore store() {
        return store;
    }
}
