package org.countersign.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The outbox in PostgreSQL: sealed entries on their way to the FHIR server. */
final class ShippingStore {

    /** Advisory lock of the one shipper of a database. */
    private static final long SHIPPER = 0x636f756e74657202L;

    private static final String SETTLE = """
            update audit_entry e
            set shipping = v.shipping, shipping_note = v.note, shipped_at = case v.shipping when 'SHIPPED' then ?::timestamptz end
            from unnest(?::bigint[], ?::text[], ?::text[]) as v (id, shipping, note)
            where e.id = v.id and e.shipping = 'WAITING'
            """;

    private final JdbcTemplate template;
    private final JdbcClient jdbc;

    ShippingStore(JdbcTemplate template) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
    }

    /**
     * Runs {@code work} as the only one in the cluster; 0 at once when another node is at it. The lock belongs to a
     * connection of its own that is idle meanwhile, so no transaction stays open while a server is slow.
     */
    int alone(IntSupplier work) {
        return Objects.requireNonNull(template.execute((Connection connection) -> {
            if (!is(connection, "select pg_try_advisory_lock(?)")) {
                return 0;
            }
            try {
                return work.getAsInt();
            } finally {
                is(connection, "select pg_advisory_unlock(?)");
            }
        }));
    }

    /** The next entries to ship, in the order of the chain. */
    List<AuditEntry> waiting(int limit) {
        return jdbc.sql("select " + AuditRows.COLUMNS
                        + " from audit_entry where shipping = 'WAITING' and sequence is not null"
                        + " order by sequence limit :limit")
                .param("limit", limit)
                .query(AuditRows::read)
                .list();
    }

    /** How many entries stand so, sealed or not. */
    long count(Settlement.Shipping state) {
        // As a literal, not a parameter, so that the partial indexes serve.
        return jdbc.sql("select count(*) from audit_entry where shipping = '" + state.name() + "'")
                .query(Long.class)
                .single();
    }

    /** Writes down what became of the entries, in one commit. */
    void settle(List<Settlement> settlements, Instant at) {
        template.execute((Connection connection) -> {
            try (var update = connection.prepareStatement(SETTLE)) {
                update.setObject(1, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
                array(
                        update,
                        2,
                        "bigint",
                        settlements.stream().map(Settlement::id).toArray());
                array(
                        update,
                        3,
                        "text",
                        settlements.stream().map(s -> s.shipping().name()).toArray());
                array(
                        update,
                        4,
                        "text",
                        settlements.stream().map(Settlement::note).toArray());
                return update.executeUpdate();
            }
        });
    }

    private static void array(PreparedStatement update, int index, String type, Object[] values) throws SQLException {
        update.setArray(index, update.getConnection().createArrayOf(type, values));
    }

    private static boolean is(Connection connection, String question) throws SQLException {
        try (var statement = connection.prepareStatement(question)) {
            statement.setLong(1, SHIPPER);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }
}
