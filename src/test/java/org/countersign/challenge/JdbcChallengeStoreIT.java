package org.countersign.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.countersign.testing.TestDatabase;
import org.countersign.testing.TestKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JdbcChallengeStoreIT extends ChallengeStoreContract {

    private static TestDatabase database;
    private static JdbcChallengeStore store;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        store = new JdbcChallengeStore(database.jdbc(), TestKeys.ring());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Override
    ChallengeStore store() {
        return store;
    }

    @Test
    void theRowHoldsNoAddressAndNoName() {
        Challenge challenge = Challenges.open();
        store.insert(challenge);
        String row = database.jdbc()
                .sql("select c::text || encode(sealed, 'escape') from challenge c where id = :id")
                .param("id", challenge.id())
                .query(String.class)
                .single();
        assertThat(row).doesNotContain("4155550123", "ada@example.org", "Everywoman", "PATID1", "Amoxicillin");
        assertThat(row.getBytes(StandardCharsets.UTF_8)).isNotEmpty();
    }
}
