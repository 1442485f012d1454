package org.countersign.audit;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.countersign.platform.KeyRing;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The hash chain over the trail. Entries are appended without a place; sealing gives them one afterwards, in batches, so
 * that commits never wait for each other. Each batch ends in a checkpoint signed with the key ring. What is not sealed
 * yet, a second or so of entries, is not protected.
 */
public final class AuditChain {

    private final ChainStore store;
    private final TransactionTemplate writing;
    private final TransactionTemplate reading;
    private final KeyRing keys;
    private final Clock clock;
    private final AuditProperties.Chain properties;

    AuditChain(
            ChainStore store,
            PlatformTransactionManager transactions,
            KeyRing keys,
            Clock clock,
            AuditProperties.Chain properties) {
        this.store = store;
        this.writing = new TransactionTemplate(transactions);
        this.writing.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.reading = new TransactionTemplate(transactions);
        this.reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.reading.setReadOnly(true);
        this.keys = keys;
        this.clock = clock;
        this.properties = properties;
    }

    /** Seals all that is committed and not sealed yet; how many entries that were. None when another node is sealing. */
    public int seal() {
        int total = 0;
        int sealed;
        do {
            sealed = Objects.requireNonNull(writing.execute(status -> sealBatch()));
            total += sealed;
        } while (sealed == properties.batch());
        return total;
    }

    /** Recomputes the whole chain and every signature; reads one snapshot, so sealing may go on meanwhile. */
    public ChainFinding verify() {
        return Objects.requireNonNull(reading.execute(status -> walk()));
    }

    private int sealBatch() {
        if (!store.lock()) {
            return 0;
        }
        List<AuditEntry> linked = new ArrayList<>();
        Link end = store.last();
        for (AuditEntry entry : store.unsealed(properties.batch())) {
            end = EntryHash.link(end.hash(), end.sequence() + 1, entry);
            linked.add(entry.at(end));
        }
        if (!linked.isEmpty()) {
            store.link(linked);
            store.keep(
                    Checkpoint.sign(keys, end, clock.instant().truncatedTo(ChronoUnit.MICROS)),
                    properties.checkpointEvery());
        }
        return linked.size();
    }

    private ChainFinding walk() {
        var walk = new ChainWalk(keys, store.checkpoints());
        List<AuditEntry> page = store.sealedAfter(Long.MIN_VALUE, properties.batch());
        while (!page.isEmpty()) {
            List<AuditEntry> next = store.sealedAfter(sequence(page.getLast()), properties.batch());
            for (int i = 0; i < page.size(); i++) {
                var following = i + 1 < page.size()
                        ? Optional.of(page.get(i + 1))
                        : next.stream().findFirst();
                Optional<ChainFinding.Broken> broken = walk.step(page.get(i), following);
                if (broken.isPresent()) {
                    return broken.get();
                }
            }
            page = next;
        }
        return walk.finish();
    }

    private static long sequence(AuditEntry entry) {
        return entry.link().orElseThrow().sequence();
    }
}
