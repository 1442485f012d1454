package org.countersign.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The chain in PostgreSQL: entries that wait for their place, entries in their place, checkpoints. */
final class ChainStore {

    /** Advisory lock of the one sealer of a database. */
    private static final long SEALER = 0x636f756e74657201L;

    private static final String LINK = """
            update audit_entry e set sequence = v.sequence, hash = v.hash
            from unnest(?::bigint[], ?::bigint[], ?::bytea[]) as v (id, sequence, hash)
            where e.id = v.id and e.sequence is null
            """;

    private final JdbcTemplate template;
    private final JdbcClient jdbc;

    ChainStore(JdbcTemplate template) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
    }

    /** Makes the caller's transaction the one that seals, unless another is. */
    boolean lock() {
        return jdbc.sql("select pg_try_advisory_xact_lock(:lock)")
                .param("lock", SEALER)
                .query(Boolean.class)
                .single();
    }

    /** Committed entries without a place, in the order of appending. */
    List<AuditEntry> unsealed(int limit) {
        return jdbc.sql("select " + AuditRows.COLUMNS
                        + " from audit_entry where sequence is null order by id limit :limit")
                .param("limit", limit)
                .query(AuditRows::read)
                .list();
    }

    /**
     * The end of the chain, by its entries or by its last checkpoint, whichever is further: entries that were cut off
     * behind a checkpoint leave a hole for good.
     */
    Link last() {
        return jdbc.sql("""
                        select sequence, hash from (
                            (select sequence, hash, 1 as rank from audit_checkpoint order by sequence desc limit 1)
                            union all
                            (select sequence, hash, 2 from audit_entry where sequence is not null
                             order by sequence desc limit 1)) as ends
                        order by sequence desc, rank limit 1
                        """).query(ChainStore::link).optional().orElse(Link.GENESIS);
    }

    /** Gives the entries their places. */
    void link(List<AuditEntry> entries) {
        Integer linked = template.execute((Connection connection) -> {
            try (var update = connection.prepareStatement(LINK)) {
                update.setArray(
                        1,
                        connection.createArrayOf(
                                "bigint", entries.stream().map(AuditEntry::id).toArray()));
                update.setArray(
                        2,
                        connection.createArrayOf(
                                "bigint",
                                entries.stream().map(e -> place(e).sequence()).toArray()));
                update.setArray(
                        3,
                        connection.createArrayOf(
                                "bytea",
                                entries.stream()
                                        .map(e -> place(e).hash().toArray())
                                        .toArray(byte[][]::new)));
                return update.executeUpdate();
            }
        });
        if (linked == null || linked != entries.size()) {
            throw new IllegalStateException("Entries vanished while they were sealed");
        }
    }

    /** Keeps the checkpoint, and of the earlier ones the last in each {@code stretch} of sequences. */
    void keep(Checkpoint checkpoint, int stretch) {
        long sequence = checkpoint.link().sequence();
        jdbc.sql("delete from audit_checkpoint where sequence > :before and sequence < :sequence")
                .param("before", (sequence - 1) / stretch * stretch)
                .param("sequence", sequence)
                .update();
        jdbc.sql("insert into audit_checkpoint (sequence, hash, key_epoch, signature, signed_at)"
                        + " values (:sequence, :hash, :epoch, :signature, :signedAt)")
                .param("sequence", sequence)
                .param("hash", checkpoint.link().hash().toArray())
                .param("epoch", checkpoint.keyEpoch())
                .param("signature", checkpoint.signature().toArray())
                .param("signedAt", OffsetDateTime.ofInstant(checkpoint.signedAt(), ZoneOffset.UTC))
                .update();
    }

    /** Sealed entries behind {@code sequence}, in order. */
    List<AuditEntry> sealedAfter(long sequence, int limit) {
        return jdbc.sql("select " + AuditRows.COLUMNS
                        + " from audit_entry where sequence > :sequence order by sequence limit :limit")
                .param("sequence", sequence)
                .param("limit", limit)
                .query(AuditRows::read)
                .list();
    }

    /** All checkpoints by sequence. */
    NavigableMap<Long, Checkpoint> checkpoints() {
        NavigableMap<Long, Checkpoint> checkpoints = new TreeMap<>();
        jdbc.sql("select sequence, hash, key_epoch, signature, signed_at from audit_checkpoint")
                .query(ChainStore::checkpoint)
                .list()
                .forEach(checkpoint -> checkpoints.put(checkpoint.link().sequence(), checkpoint));
        return checkpoints;
    }

    private static Link place(AuditEntry entry) {
        return entry.link().orElseThrow();
    }

    private static Link link(ResultSet row, int number) throws SQLException {
        return new Link(row.getLong("sequence"), Bytes.of(row.getBytes("hash")));
    }

    private static Checkpoint checkpoint(ResultSet row, int number) throws SQLException {
        return new Checkpoint(
                link(row, number),
                row.getInt("key_epoch"),
                Bytes.of(row.getBytes("signature")),
                row.getObject("signed_at", OffsetDateTime.class).toInstant());
    }
}
