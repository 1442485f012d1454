package org.countersign.intake;

import java.time.Clock;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.countersign.event.ReadResult;
import org.countersign.platform.WakeUps;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Has stored messages processed again, one commit each, in turn with the patient's others. A message that a later one
 * about the same act has overtaken is refused, unless that is asked for: it would bring back what was moved or cancelled.
 */
public final class MessageReplay {

    /** A patient with more messages after the one in question is looked at no further back. */
    private static final int LATER = 500;

    private final ReplayRowStore rows;
    private final StoredMessageReader stored;
    private final ReplayWork work;
    private final EventIntake intake;
    private final TransactionOperations transactions;
    private final WakeUps wakeUps;
    private final Clock clock;

    MessageReplay(
            ReplayRowStore rows,
            StoredMessageReader stored,
            ReplayWork work,
            EventIntake intake,
            TransactionOperations transactions,
            WakeUps wakeUps,
            Clock clock) {
        this.rows = rows;
        this.stored = stored;
        this.work = work;
        this.intake = intake;
        this.transactions = transactions;
        this.wakeUps = wakeUps;
        this.clock = clock;
    }

    /**
     * Who wants it, and what they know.
     *
     * @param caller name for the trail
     * @param sendAgain send the code of an act that stands as it is once more
     * @param outdated process it although a later message is about the same act
     */
    public record Wish(String caller, boolean sendAgain, boolean outdated) {}

    /** Processes message {@code id} once more, by today's settings and policies. */
    public ReplayAnswer replay(long id, Wish wish) {
        ReplayAnswer answer = inTurn(id, row -> {
            if (row.state() == RowState.WAITING) {
                return new ReplayAnswer.Refused("The message still waits for its first processing.");
            }
            return ready(row, wish).orElseGet(() -> processed(row, wish));
        });
        wakeUps.outcomes();
        return answer;
    }

    /** Lets a message that was given up wait for its processing again, with all its tries before it. */
    public ReplayAnswer retry(long id, Wish wish) {
        ReplayAnswer answer = inTurn(id, row -> switch (row.state()) {
            case WAITING -> new ReplayAnswer.Waits(row.id());
            case DONE -> new ReplayAnswer.Refused("The message is no dead letter: it was processed.");
            case FAILED, UNREADABLE, CONFLICT ->
                ready(row, wish).orElseGet(() -> {
                    rows.restart(row.id(), clock.instant());
                    work.tell(row, wish.caller(), "Waits for another try");
                    return new ReplayAnswer.Waits(row.id());
                });
        });
        wake(answer);
        return answer;
    }

    /**
     * Stores {@code corrected} as a new message in the place of the dead letter {@code id}, whose bytes stay. The same
     * correction twice is one message.
     */
    public ReplayAnswer correct(long id, byte[] corrected, Wish wish) {
        ReplayAnswer answer = inTurn(id, row -> switch (row.state()) {
            case WAITING, DONE -> new ReplayAnswer.Refused("The message is no dead letter.");
            case FAILED, UNREADABLE, CONFLICT -> corrected(row, corrected, wish);
        });
        wake(answer);
        return answer;
    }

    private ReplayAnswer corrected(ReplayRowStore.Row row, byte[] corrected, Wish wish) {
        Arrival arrival = intake.correction(corrected, row.feed());
        if (arrival.state() != RowState.WAITING) {
            return new ReplayAnswer.Refused("The correction cannot be taken: " + arrival.reason() + ".");
        }
        Optional<Long> known = rows.findByKey(Objects.requireNonNull(arrival.key()));
        if (known.isPresent()) {
            return new ReplayAnswer.Waits(known.get());
        }
        Optional<ReplayRowStore.Row> overtaking = wish.outdated()
                ? Optional.empty()
                : stored.findAboutSameAct(
                        stored.read(corrected, row.feed()), rows.later(arrival.patientKey(), row.id(), LATER));
        if (overtaking.isPresent()) {
            return new ReplayAnswer.Outdated(overtaking.get().id());
        }
        long added = rows.insert(arrival, row.id());
        work.tell(row, wish.caller(), "Corrected by message " + added);
        return new ReplayAnswer.Waits(added);
    }

    private ReplayAnswer processed(ReplayRowStore.Row row, Wish wish) {
        return switch (stored.read(row)) {
            case ReadResult.Unreadable unreadable -> new ReplayAnswer.Refused(unreadable.problem() + ".");
            case ReadResult.Events read -> {
                String decision = work.apply(row, read.events(), wish.caller(), wish.sendAgain());
                rows.finish(row.id(), RowState.DONE, decision, clock.instant());
                yield new ReplayAnswer.Done(row.id(), decision);
            }
        };
    }

    /** What speaks against processing the bytes of a row. */
    private Optional<ReplayAnswer> ready(ReplayRowStore.Row row, Wish wish) {
        if (row.raw().length == 0) {
            return Optional.of(new ReplayAnswer.Dropped());
        }
        if (row.state() == RowState.UNREADABLE && !row.drained()) {
            return Optional.of(new ReplayAnswer.Refused(
                    "The message was refused on arrival, and may not be whole: send a corrected one."));
        }
        return wish.outdated()
                ? Optional.empty()
                : stored.findAboutSameAct(stored.read(row), rows.later(row.patientKey(), row.id(), LATER))
                        .map(later -> new ReplayAnswer.Outdated(later.id()));
    }

    /** With the patient's other messages held back, and those of patients whose records are merged into theirs. */
    private ReplayAnswer inTurn(long id, Function<ReplayRowStore.Row, ReplayAnswer> what) {
        Optional<ReplayRowStore.Row> found = rows.find(id);
        if (found.isEmpty()) {
            return new ReplayAnswer.Unknown();
        }
        Set<String> patients = new HashSet<>(work.merged(found.get()));
        patients.add(found.get().patientKey());
        Optional<ReplayAnswer> answer = Optional.empty();
        while (answer.isEmpty()) {
            answer = inTurn(id, patients, heads(patients), what);
        }
        return answer.get();
    }

    /** Empty when one of the patients was merged into another meanwhile. */
    private Optional<ReplayAnswer> inTurn(
            long id,
            Set<String> patients,
            NavigableSet<String> heads,
            Function<ReplayRowStore.Row, ReplayAnswer> what) {
        return Objects.requireNonNull(transactions.execute(status -> {
            heads.forEach(rows::lock); // In one order, as the drain takes them.
            return heads(patients).equals(heads)
                    ? Optional.of(rows.find(id).map(what).orElseGet(ReplayAnswer.Unknown::new))
                    : Optional.<ReplayAnswer>empty();
        }));
    }

    private NavigableSet<String> heads(Set<String> patients) {
        return patients.stream().map(rows::head).collect(Collectors.toCollection(TreeSet::new));
    }

    private void wake(ReplayAnswer answer) {
        wakeUps.outcomes();
        if (answer instanceof ReplayAnswer.Waits waits) {
            rows.find(waits.id()).ifPresent(row -> wakeUps.inbox(row.id(), row.patientKey()));
        }
    }
}
