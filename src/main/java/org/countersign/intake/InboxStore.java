package org.countersign.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes a batch of arrivals with one statement, and finds the first of those that are repetitions. */
final class InboxStore {

    private static final String INSERT = """
            insert into inbox (received_at, feed, dedupe_key, sha256, raw, patient_key, message_type, control_id, sender,
                               peer, state, reason, acknowledgement, due_at, format, connection)
            select received_at, feed, dedupe_key, sha256, raw, patient_key, message_type, control_id, sender,
                   peer, state, reason, acknowledgement, received_at, format, connection
            from unnest(?::timestamptz[], ?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[], ?::text[], ?::text[])
                 with ordinality
                 as arrival(received_at, feed, dedupe_key, sha256, raw, patient_key, message_type, control_id, sender,
                            peer, state, reason, acknowledgement, format, connection, place)
            order by place
            on conflict (dedupe_key) where dedupe_key is not null do nothing
            returning id, dedupe_key
            """;

    private static final String FIND =
            "select dedupe_key, sha256, acknowledgement from inbox where dedupe_key = any(?::text[])";

    private static final long KNOWN = -1;

    private static final String RECONNECT = "update inbox set connection = ? where dedupe_key = ? returning id";

    private final JdbcTemplate jdbc;
    private final Repetitions repetitions;

    InboxStore(JdbcTemplate jdbc, Repetitions repetitions) {
        this.jdbc = jdbc;
        this.repetitions = repetitions;
    }

    /** Hears of messages that came again by another connection, on which their sender waits now. */
    interface Repetitions {

        /** In the caller's transaction. */
        void repeated(long inboxId, String connection);
    }

    /**
     * Writes the arrivals, in order, in the caller's transaction. One whose key is known, from earlier or from the same
     * batch, gets the first one's acknowledgement; if its bytes differ, it is written as a conflict.
     *
     * @return what became of each, in order
     */
    List<Admission> admit(List<Arrival> arrivals) {
        List<@Nullable Admission> admissions = new ArrayList<>();
        List<Arrival> conflicts = new ArrayList<>();
        long[] ids = insert(arrivals);
        Map<String, First> firsts = firsts(arrivals, ids);
        for (int i = 0; i < ids.length; i++) {
            Arrival arrival = arrivals.get(i);
            First first = ids[i] == KNOWN ? first(firsts, arrival) : null;
            boolean same = first == null || Arrays.equals(first.sha256, arrival.sha256());
            admissions.add(same ? admission(arrival, ids[i], first) : null);
            if (first != null && same && !arrival.peer().connection().isEmpty()) {
                reconnect(arrival);
            }
            if (!same) {
                conflicts.add(conflict(arrival));
            }
        }
        var late = conflicts.isEmpty()
                ? List.<Admission>of().iterator()
                : admit(conflicts).iterator();
        return admissions.stream()
                .map(admission -> admission == null ? late.next() : admission)
                .toList();
    }

    private static Admission admission(Arrival arrival, long id, @Nullable First first) {
        if (first != null) {
            return new Admission(first.acknowledgement, OptionalLong.empty());
        }
        boolean waits = arrival.state() == RowState.WAITING;
        return new Admission(arrival.acknowledgement(), waits ? OptionalLong.of(id) : OptionalLong.empty());
    }

    private void reconnect(Arrival repetition) {
        String connection = repetition.peer().connection();
        jdbc.queryForList(RECONNECT, Long.class, connection, repetition.key())
                .forEach(id -> repetitions.repeated(id, connection));
    }

    private static Arrival conflict(Arrival arrival) {
        if (arrival.conflict() == null) {
            throw new IllegalStateException("Two messages have one key that tells their bytes apart");
        }
        return arrival.conflict().get();
    }

    private static First first(Map<String, First> firsts, Arrival arrival) {
        First first = firsts.get(arrival.key());
        if (first == null) {
            throw new IllegalStateException("A message was known at the insert and unknown after");
        }
        return first;
    }

    /** Ids by place; KNOWN where a row of the same key stood. Rows come back in the order they were put in. */
    private long[] insert(List<Arrival> arrivals) {
        return query(INSERT, statement -> bind(statement, arrivals), rows -> {
            long[] ids = new long[arrivals.size()];
            Arrays.fill(ids, KNOWN);
            int place = 0;
            while (rows.next()) {
                String key = rows.getString(2);
                while (!java.util.Objects.equals(key, arrivals.get(place).key())) {
                    place++;
                }
                ids[place++] = rows.getLong(1);
            }
            return ids;
        });
    }

    private Map<String, First> firsts(List<Arrival> arrivals, long[] ids) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            String key = arrivals.get(i).key();
            if (ids[i] == KNOWN && key != null) {
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            return Map.of();
        }
        return query(
                FIND, statement -> statement.setArray(1, texts(statement.getConnection(), keys.toArray())), rows -> {
                    Map<String, First> firsts = new HashMap<>();
                    while (rows.next()) {
                        byte[] answer = rows.getBytes(3);
                        firsts.put(
                                rows.getString(1), new First(rows.getBytes(2), answer == null ? new byte[0] : answer));
                    }
                    return firsts;
                });
    }

    private static void bind(PreparedStatement statement, List<Arrival> arrivals) throws SQLException {
        Connection connection = statement.getConnection();
        List<Function<Arrival, @Nullable Object>> columns = List.of(
                arrival -> arrival.receivedAt().toString(),
                Arrival::feed,
                Arrival::key,
                Arrival::sha256,
                Arrival::raw,
                Arrival::patientKey,
                Arrival::type,
                Arrival::controlId,
                Arrival::sender,
                arrival -> arrival.peer().subject(),
                arrival -> arrival.state().name(),
                Arrival::reason,
                arrival -> arrival.acknowledgement().length == 0 ? null : arrival.acknowledgement(),
                arrival -> arrival.format().name(),
                arrival -> arrival.peer().connection());
        for (int i = 0; i < columns.size(); i++) {
            @Nullable Object[] values = arrivals.stream().map(columns.get(i)).toArray();
            boolean bytes = i == 3 || i == 4 || i == 12;
            statement.setArray(i + 1, bytes ? bytes(connection, values) : texts(connection, values));
        }
    }

    private static java.sql.Array texts(Connection connection, @Nullable Object[] values) throws SQLException {
        return connection.createArrayOf("text", values);
    }

    private static java.sql.Array bytes(Connection connection, @Nullable Object[] values) throws SQLException {
        return connection.createArrayOf("bytea", Arrays.copyOf(values, values.length, byte[][].class));
    }

    private <T> T query(String sql, Binding binding, Reading<T> reading) {
        T result = jdbc.execute((ConnectionCallback<T>) connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                binding.bind(statement);
                try (ResultSet rows = statement.executeQuery()) {
                    return reading.read(rows);
                }
            }
        });
        return java.util.Objects.requireNonNull(result);
    }

    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private interface Reading<T> {
        T read(ResultSet rows) throws SQLException;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record First(byte[] sha256, byte[] acknowledgement) {}
}
