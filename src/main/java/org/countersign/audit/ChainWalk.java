package org.countersign.audit;

import java.util.NavigableMap;
import java.util.Optional;
import org.countersign.audit.ChainFinding.Broken;
import org.countersign.audit.ChainFinding.Damage;
import org.countersign.platform.KeyRing;
import org.countersign.platform.OperationalException;

/** Goes along the chain from its first entry and stops at the first place that is not as it was sealed. */
final class ChainWalk {

    private final KeyRing keys;
    private final NavigableMap<Long, Checkpoint> checkpoints;
    private Link end = Link.GENESIS;

    ChainWalk(KeyRing keys, NavigableMap<Long, Checkpoint> checkpoints) {
        this.keys = keys;
        this.checkpoints = checkpoints;
    }

    /** Takes the next entry; {@code following} is the one behind it, where there is one. */
    Optional<Broken> step(AuditEntry entry, Optional<AuditEntry> following) {
        Link stored = entry.link().orElseThrow();
        long expected = end.sequence() + 1;
        if (stored.sequence() != expected) {
            return broken(expected, stored.sequence() > expected ? Damage.REMOVED : Damage.INSERTED);
        }
        Link computed = EntryHash.link(end.hash(), expected, entry);
        if (!computed.equals(stored)) {
            return broken(expected, followsInstead(following) ? Damage.INSERTED : Damage.ALTERED);
        }
        end = computed;
        return checkpoint(expected);
    }

    /** Judges the end of the chain once all entries were taken. */
    ChainFinding finish() {
        long signed = checkpoints.isEmpty() ? 0 : checkpoints.lastKey();
        if (signed > end.sequence()) {
            return new Broken(end.sequence() + 1, Damage.CUT_OFF);
        }
        if (signed < end.sequence()) {
            return new Broken(signed + 1, Damage.UNSIGNED);
        }
        return new ChainFinding.Intact(end.sequence(), checkpoints.size());
    }

    /** Whether the next entry was sealed for this place, so that this one was put before it. */
    private boolean followsInstead(Optional<AuditEntry> following) {
        return following
                .filter(next -> EntryHash.link(end.hash(), end.sequence() + 1, next)
                        .hash()
                        .equals(next.link().orElseThrow().hash()))
                .isPresent();
    }

    private Optional<Broken> checkpoint(long sequence) {
        Checkpoint checkpoint = checkpoints.get(sequence);
        if (checkpoint == null) {
            return Optional.empty();
        }
        if (!signed(checkpoint)) {
            return broken(sequence, Damage.SIGNATURE);
        }
        return checkpoint.link().equals(end) ? Optional.empty() : broken(sequence, Damage.REWRITTEN);
    }

    private boolean signed(Checkpoint checkpoint) {
        try {
            return checkpoint.signedBy(keys);
        } catch (OperationalException unknownEpoch) {
            return false;
        }
    }

    private static Optional<Broken> broken(long sequence, Damage damage) {
        return Optional.of(new Broken(sequence, damage));
    }
}
