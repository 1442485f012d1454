package org.countersign.challenge;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** First answers in PostgreSQL. */
final class JdbcCheckAnswerStore implements CheckAnswers {

    private final JdbcClient jdbc;

    JdbcCheckAnswerStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void lock(UUID challenge, String key) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:name, 0))::text")
                .param("name", challenge + " " + key)
                .query(String.class)
                .single();
    }

    @Override
    public Optional<CheckAnswer> find(UUID challenge, String key) {
        return jdbc.sql("select answer from check_answer where challenge_id = :id and idempotency_key = :key")
                .param("id", challenge)
                .param("key", key)
                .query((row, n) -> CheckAnswer.valueOf(row.getString("answer")))
                .optional();
    }

    @Override
    public void keep(UUID challenge, String key, CheckAnswer answer, Instant now) {
        jdbc.sql("insert into check_answer values (:id, :key, :answer, :at)")
                .param("id", challenge)
                .param("key", key)
                .param("answer", answer.name())
                .param("at", Timestamp.from(now))
                .update();
    }
}
