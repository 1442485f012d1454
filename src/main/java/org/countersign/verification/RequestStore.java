package org.countersign.verification;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What clients asked for: by idempotency key, by minute, by person. Calls belong to the caller's transaction. */
final class RequestStore {

    /** How long a key is known. */
    static final Duration KEPT = Duration.ofDays(1);

    /** Parts these locks from the advisory locks of others. */
    private static final int LOCKS = 0x41534b44;

    /** Rows that one request clears away, so that none waits for long. */
    private static final int CLEARED_AT_ONCE = 100;

    private final JdbcClient jdbc;

    RequestStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a key was used for. */
    record Kept(String fingerprint, UUID challengeId) {

        /** @throws ProblemException when it was used for something else */
        UUID challengeFor(String asked) {
            if (!fingerprint.equals(asked)) {
                throw Problem.of(
                                ProblemKind.KEY_REUSED,
                                "Another request had this " + RequestParts.IDEMPOTENCY_KEY + ".")
                        .exception();
            }
            return challengeId;
        }
    }

    /** Counts one more request of a client; how many there were in this minute. */
    int count(String client, Instant minute) {
        return jdbc.sql("""
                        insert into verification_client (client, minute, requests) values (:client, :minute, 1)
                        on conflict (client) do update set
                            requests = case when verification_client.minute = :minute
                                then verification_client.requests + 1 else 1 end,
                            minute = :minute
                        returning requests
                        """)
                .param("client", client)
                .param("minute", at(minute))
                .query(Integer.class)
                .single();
    }

    /** Holds off any other request with the same key until the transaction ends. */
    void lock(String client, String key) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(:locks, hashtext(:name))")
                .param("locks", LOCKS)
                .param("name", client + " " + key)
                .query(Integer.class)
                .single();
    }

    Optional<Kept> find(String client, String key, Instant now) {
        return jdbc.sql("""
                        select fingerprint, challenge_id from verification_request
                        where client = :client and idempotency_key = :key and requested_at > :since
                        """)
                .param("client", client)
                .param("key", key)
                .param("since", at(now.minus(KEPT)))
                .query((row, number) ->
                        new Kept(row.getString("fingerprint"), row.getObject("challenge_id", UUID.class)))
                .optional();
    }

    /** Keeps what a key was used for, and forgets some of what is too old. */
    void keep(String client, String key, Kept kept, Instant now) {
        jdbc.sql("""
                        insert into verification_request (client, idempotency_key, fingerprint, challenge_id, requested_at)
                        values (:client, :key, :fingerprint, :challenge, :now)
                        on conflict (client, idempotency_key) do update set
                            fingerprint = :fingerprint, challenge_id = :challenge, requested_at = :now
                        """)
                .param("client", client)
                .param("key", key)
                .param("fingerprint", kept.fingerprint())
                .param("challenge", kept.challengeId())
                .param("now", at(now))
                .update();
        jdbc.sql("""
                        delete from verification_request where (client, idempotency_key) in (
                            select client, idempotency_key from verification_request where requested_at <= :before
                            limit :most for update skip locked)
                        """)
                .param("before", at(now.minus(KEPT)))
                .param("most", CLEARED_AT_ONCE)
                .update();
    }

    /** When the latest verifications were asked for a person, since a moment; the newest first. */
    List<Instant> latest(String patientKey, Instant since, int most) {
        return jdbc.sql("""
                        select issued_at from challenge
                        where patient_key = :key and inbox_id is null and issued_at > :since
                        order by issued_at desc limit :most
                        """)
                .param("key", patientKey)
                .param("since", at(since))
                .param("most", most)
                .query((row, number) ->
                        row.getObject("issued_at", OffsetDateTime.class).toInstant())
                .list();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
