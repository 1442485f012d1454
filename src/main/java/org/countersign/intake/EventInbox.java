package org.countersign.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.WakeUps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes arrivals durable by group commit: one thread takes all that wait, writes them in one transaction, and completes
 * them when it is committed, so that a hundred senders pay for one flush of the disk. While the store is away arrivals
 * fail within their time limit and the thread lives on.
 */
final class EventInbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventInbox.class);
    private static final long BATCH_BYTES = 16L * 1024 * 1024;
    private static final int WAKE_UPS = 10_000;
    private static final int STOP_SECONDS = 10;

    private final InboxStore store;
    private final TransactionOperations transactions;
    private final WakeUps wakeUps;
    private final Duration limit;
    private final int batchRows;
    private final BlockingQueue<Waiting> queue;
    private final Thread writer;
    private final ExecutorService answers = Executors.newSingleThreadExecutor(named("inbox-answers"));
    /** A wake-up that finds no room is dropped: the sweep finds the row. */
    private final ExecutorService waking = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAKE_UPS),
            named("inbox-wake-ups"),
            new ThreadPoolExecutor.DiscardPolicy());

    private volatile boolean open = true;
    private boolean away;

    EventInbox(InboxStore store, TransactionOperations transactions, WakeUps wakeUps, IntakeProperties settings) {
        this.store = store;
        this.transactions = transactions;
        this.wakeUps = wakeUps;
        this.limit = settings.answerWithin();
        this.batchRows = settings.batch();
        this.queue = new ArrayBlockingQueue<>(settings.queue());
        this.writer = named("inbox-writer").newThread(this::writeAll);
        writer.start();
    }

    /**
     * Stores an arrival. Arrivals of one thread get their ids in the order it gave them.
     *
     * @return completed with the acknowledgement once it is durable, or with an {@link OperationalException}
     */
    CompletionStage<byte[]> store(Arrival arrival) {
        Waiting waiting = new Waiting(arrival, new CompletableFuture<>());
        if (!open || !queue.offer(waiting)) {
            return CompletableFuture.failedFuture(
                    new OperationalException(ErrorCategory.UNAVAILABLE, "The inbox takes no more now"));
        }
        return waiting.answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Stores all of the arrivals or none, with what is done {@code alongside}, on the caller's thread.
     *
     * @throws OperationalException UNAVAILABLE when that could not be committed
     */
    void storeTogether(List<Arrival> arrivals, Runnable alongside) {
        List<Admission> admissions;
        try {
            admissions = transactions.execute(status -> {
                alongside.run();
                return arrivals.isEmpty() ? List.of() : store.admit(arrivals);
            });
        } catch (TransactionException | org.springframework.dao.DataAccessException e) {
            throw new OperationalException(ErrorCategory.UNAVAILABLE, "The inbox could not store the messages", e);
        }
        wake(arrivals, java.util.Objects.requireNonNull(admissions));
    }

    /** Takes nothing more, stores what waits, and ends. */
    @Override
    public void close() {
        open = false;
        try {
            writer.join(Duration.ofSeconds(STOP_SECONDS));
            answers.shutdown();
            waking.shutdown();
            if (!answers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Answers were left over at the end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        while (open || !queue.isEmpty()) {
            List<Waiting> batch = take();
            if (!batch.isEmpty()) {
                write(batch);
            }
        }
    }

    /** What waits, less what was answered AE meanwhile. */
    private List<Waiting> take() {
        List<Waiting> batch = new ArrayList<>();
        try {
            Waiting next = queue.poll(100, TimeUnit.MILLISECONDS);
            long bytes = 0;
            while (next != null) {
                if (!next.answer.isDone()) {
                    batch.add(next);
                    bytes += next.arrival.raw().length;
                }
                next = batch.size() < batchRows && bytes < BATCH_BYTES ? queue.poll() : null;
            }
        } catch (InterruptedException e) {
            open = false;
        }
        return batch;
    }

    private void write(List<Waiting> batch) {
        try {
            List<Arrival> arrivals = batch.stream().map(Waiting::arrival).toList();
            List<Admission> admissions = transactions.execute(status -> store.admit(arrivals));
            settle(batch, java.util.Objects.requireNonNull(admissions));
            report(false, "");
        } catch (RuntimeException | Error e) {
            failed(batch, e);
        }
    }

    /** A row that the database does not take must not keep the others of its batch out. */
    private void failed(List<Waiting> batch, Throwable cause) {
        boolean storeAway = cause instanceof TransactionException
                || cause instanceof DataAccessResourceFailureException
                || cause instanceof RecoverableDataAccessException;
        report(storeAway, cause.getClass().getSimpleName());
        if (batch.size() > 1 && !storeAway) {
            batch.forEach(waiting -> write(List.of(waiting)));
            return;
        }
        if (!storeAway) {
            LOG.error("A message could not be stored: {}", cause.getClass().getName());
        }
        OperationalException failure =
                new OperationalException(ErrorCategory.UNAVAILABLE, "The inbox could not store the message");
        answers.execute(() -> batch.forEach(waiting -> waiting.answer.completeExceptionally(failure)));
    }

    private void report(boolean storeAway, String cause) {
        if (storeAway && !away) {
            LOG.error("The inbox cannot be written ({}): senders are asked to try again", cause);
        } else if (!storeAway && away) {
            LOG.info("The inbox can be written again");
        }
        away = storeAway;
    }

    private void settle(List<Waiting> batch, List<Admission> admissions) {
        answers.execute(() -> {
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer.complete(admissions.get(i).acknowledgement());
            }
        });
        wake(batch.stream().map(Waiting::arrival).toList(), admissions);
    }

    private void wake(List<Arrival> arrivals, List<Admission> admissions) {
        // one wake-up for a patient drains all of the patient's rows
        Map<String, Long> woken = new LinkedHashMap<>();
        for (int i = 0; i < arrivals.size(); i++) {
            String patientKey = arrivals.get(i).patientKey();
            admissions.get(i).waiting().ifPresent(id -> woken.putIfAbsent(patientKey, id));
        }
        woken.forEach((patientKey, id) -> waking.execute(() -> wakeUps.inbox(id, patientKey)));
    }

    private static java.util.concurrent.ThreadFactory named(String name) {
        return Thread.ofPlatform().name(name).daemon().factory();
    }

    private record Waiting(Arrival arrival, CompletableFuture<byte[]> answer) {}
}
