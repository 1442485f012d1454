package org.countersign.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.challenge.Challenges.START;

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

    @Test
    void whatIsDueIsFoundByItsIndexHoweverManyAreOpen() {
        Challenge challenge = Challenges.open();
        store.insert(challenge);
        database.transactions().executeWithoutResult(status -> {
            openLike(challenge, 5_000);
            String before = scans();
            assertThat(store.listDue(START.plusSeconds(6), 1000)).hasSizeGreaterThan(90);
            assertThat(scans()).as("since %s", before).isEqualTo(before.replace("indexed 0", "indexed 1"));
            status.setRollbackOnly();
        });
    }

    /** As many more, one due every 60 ms. */
    private static void openLike(Challenge challenge, int count) {
        database.jdbc()
                .sql("""
                        insert into challenge select (jsonb_populate_record(c, jsonb_build_object(
                            'id', gen_random_uuid(), 'act_key', 'act ' || n,
                            'wake_at', c.issued_at + n * interval '60 ms'))).*
                        from challenge c, generate_series(1, :count) n where c.id = :id
                        """)
                .param("count", count)
                .param("id", challenge.id())
                .update();
        database.jdbc().sql("analyze challenge").update();
    }

    /** How often this transaction has read the whole table, and by the index of what is due. */
    private static String scans() {
        return database.jdbc().sql("""
                        select 'whole ' || seq_scan || ', indexed '
                            || pg_stat_get_xact_numscans('challenge_wake'::regclass)
                        from pg_stat_xact_user_tables where relname = 'challenge'
                        """).query(String.class).single();
    }
}
