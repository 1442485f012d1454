package org.countersign.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.countersign.platform.OperationalException;
import org.countersign.platform.WakeUps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Works the inbox off: one patient's messages one after the other in the order in which they came, those of different
 * patients side by side. Each message is one commit: what it led to, its entry in the trail and its row's state. One
 * that fails is tried again, and holds the patient's later ones back, until it is given up. The bean {@code inboxDrain}
 * of {@code routes/intake/drain.camel.yaml}.
 */
public final class InboxDrain {

    private static final Logger LOG = LoggerFactory.getLogger(InboxDrain.class);

    /** What came within this time has its wake-up on the way. */
    private static final Duration GRACE = Duration.ofMillis(500);

    /** A message that was woken is not woken again for so long, unless its next try falls due. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int BATCH = 500;

    private final WaitingRowStore rows;
    private final MessageWork work;
    private final WaitingMerges merges;
    private final TransactionOperations transactions;
    private final WakeUps wakeUps;
    private final DeadLetters deadLetters;
    private final IntakeProperties settings;
    private final Clock clock;
    private final Map<WaitingRowStore.Due, Instant> woken = new HashMap<>();

    InboxDrain(
            WaitingRowStore rows,
            MessageWork work,
            TransactionOperations transactions,
            WakeUps wakeUps,
            DeadLetters deadLetters,
            IntakeProperties settings,
            Clock clock) {
        this.rows = rows;
        this.work = work;
        this.merges = new WaitingMerges(rows, work);
        this.transactions = transactions;
        this.wakeUps = wakeUps;
        this.deadLetters = deadLetters;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Works off all that waits for the patient of a message.
     *
     * @param inboxId number of the row that the wake-up was for
     */
    public void drain(String inboxId) {
        rows.findWaitingPatient(Long.parseLong(inboxId)).ifPresent(patientKey -> {
            while (drainOne(rows.head(patientKey))) {
                // Until none waits, or the oldest has to wait for its next try.
            }
        });
    }

    /** Wakes the patients whose messages no wake-up came for; how many these were. */
    public synchronized int sweep() {
        Instant now = clock.instant();
        woken.values().removeIf(at -> at.plus(PATIENCE).isBefore(now));
        int count = 0;
        for (WaitingRowStore.Due due : rows.overdue(now.minus(GRACE), BATCH)) {
            if (woken.putIfAbsent(due, now) == null) {
                wakeUps.inbox(due.id(), due.patientKey());
                count++;
            }
        }
        return count;
    }

    /** Does the oldest message of the patient that {@code head} stands for; whether the next may go on. */
    private boolean drainOne(String head) {
        var current = new Current();
        boolean goesOn = attempt(current, () -> {
            rows.lock(head);
            if (!isHead(head)) {
                return true; // Merged meanwhile: its messages are in turn with others' now.
            }
            Optional<WaitingRowStore.Row> next = rows.next(head, clock.instant());
            next.ifPresent(row -> begin(row, head, current));
            return next.isPresent();
        });
        if (current.first.isPresent()) {
            return drainOne(rows.head(current.first.get()));
        }
        return goesOn && (current.merged.isEmpty() || drainMerge(head, current));
    }

    /** Does what is no merge, unless a merge of the patient's has to go first that stands in another's queue. */
    private void begin(WaitingRowStore.Row row, String head, Current current) {
        current.first = merges.findBefore(row.id(), Set.of(head));
        if (current.first.isEmpty()) {
            current.row = row;
            current.merged = work.merged(row);
            if (current.merged.isEmpty()) {
                work.doOne(row);
            }
        }
    }

    /**
     * A merge is a barrier over all its patients: what came before it for any of them is done first, and nobody works
     * for any of them meanwhile. What came after it for any of them waits for it. It waits, to be woken by the sweep, while an older message has to wait for its next try.
     */
    private boolean drainMerge(String head, Current merge) {
        long id = java.util.Objects.requireNonNull(merge.row).id();
        for (String patientKey : merge.merged) {
            String other = rows.head(patientKey);
            while (rows.isWaitingBefore(other, id) && drainOne(other)) {
                other = rows.head(patientKey); // Until none is older, or the oldest has to wait.
            }
        }
        NavigableSet<String> heads = heads(head, merge.merged);
        var current = new Current();
        boolean goesOn = attempt(current, () -> {
            heads.forEach(rows::lock); // In one order, so that no two merges wait for each other.
            if (!isHead(head) || !heads(head, merge.merged).equals(heads)) {
                return true; // Another merge came between: all again.
            }
            current.first = merges.findBefore(id, heads);
            if (current.first.isPresent() || heads.stream().anyMatch(one -> rows.isWaitingBefore(one, id))) {
                return false;
            }
            rows.next(head, clock.instant()).filter(row -> row.id() == id).ifPresent(row -> {
                current.row = row;
                work.doOne(row);
            });
            return true;
        });
        return current.first.map(other -> drainOne(rows.head(other))).orElse(goesOn);
    }

    private NavigableSet<String> heads(String head, Set<String> merged) {
        NavigableSet<String> heads = merged.stream().map(rows::head).collect(Collectors.toCollection(TreeSet::new));
        heads.add(head);
        return heads;
    }

    private boolean isHead(String patientKey) {
        return rows.head(patientKey).equals(patientKey);
    }

    /** Runs {@code step} in a transaction; whether the patient's next message may go on. */
    private boolean attempt(Current current, BooleanSupplier step) {
        try {
            boolean goesOn = Boolean.TRUE.equals(transactions.execute(status -> step.getAsBoolean()));
            if (current.row != null) {
                wakeUps.outcomes();
            }
            return goesOn;
        } catch (RuntimeException | StackOverflowError e) {
            if (current.row == null) {
                throw e;
            }
            return putOff(current.row, e);
        }
    }

    /** Whether the patient's next message may go on. */
    private boolean putOff(WaitingRowStore.Row row, Throwable cause) {
        String reason = reason(cause);
        int tries = row.tries() + 1;
        LOG.warn("Message {} failed, try {} of {}: {}", row.id(), tries, settings.tries(), reason, new Trace(cause));
        boolean last = tries >= settings.tries();
        Instant due = clock.instant().plus(last ? Duration.ZERO : pause(tries));
        Boolean counted = transactions.execute(status -> {
            boolean ours = rows.retry(row, reason, due);
            if (ours && last) {
                work.giveUp(row, reason);
            }
            return ours;
        });
        if (Boolean.TRUE.equals(counted) && last) {
            wakeUps.outcomes();
            deadLetters.add(row.id(), reason);
        }
        return last;
    }

    /** The words of an exception may quote the message, unless they are our own: else what kind it is must do. */
    private static String reason(Throwable cause) {
        return cause instanceof OperationalException
                ? String.valueOf(cause.getMessage())
                : cause.getClass().getSimpleName();
    }

    private Duration pause(int tries) {
        Duration pause = settings.retryAfter().multipliedBy(1L << Math.min(tries - 1, 20));
        return pause.compareTo(settings.retryAtMost()) > 0 ? settings.retryAtMost() : pause;
    }

    private static final class Current {
        private WaitingRowStore.@org.jspecify.annotations.Nullable Row row;
        private Set<String> merged = Set.of();
        /** In whose queue a message stands that has to go first. */
        private Optional<String> first = Optional.empty();
    }

    /** Where it failed, without the words that the failure carries. */
    private static final class Trace extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Trace(Throwable cause) {
            super(cause.getClass().getName());
            setStackTrace(cause.getStackTrace());
        }
    }
}
