package org.countersign.console;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who may sign in, in PostgreSQL. */
final class ConsoleUserStore {

    private final JdbcClient jdbc;

    ConsoleUserStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<String> findPasswordHash(String name) {
        return jdbc.sql("select password_hash from console_user where name = :name")
                .param("name", name)
                .query(String.class)
                .optional();
    }

    /** Adds a user; false when there is one already: of several hubs that start at once one wins. */
    boolean add(String name, String passwordHash, Instant now) {
        return jdbc.sql("insert into console_user values (:name, :hash, :now) on conflict do nothing")
                        .param("name", name)
                        .param("hash", passwordHash)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    void changePassword(String name, String passwordHash, Instant now) {
        jdbc.sql("update console_user set password_hash = :hash, changed_at = :now where name = :name")
                .param("name", name)
                .param("hash", passwordHash)
                .param("now", Timestamp.from(now))
                .update();
    }
}
