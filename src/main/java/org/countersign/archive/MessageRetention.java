package org.countersign.archive;

import java.time.Clock;
import java.time.Instant;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the bytes of old messages, and later their rows: the bean {@code messageRetention} of
 * {@code routes/store/retention.camel.yaml}. Between the two the row still tells what became of the message, and gives a
 * late duplicate its first answer.
 */
public final class MessageRetention {

    private static final Logger LOG = LoggerFactory.getLogger(MessageRetention.class);
    private static final int BATCH = 1000;
    /** A sweep ends after so many batches; the next one goes on. */
    private static final int BATCHES = 200;

    private final RetentionRowStore rows;
    private final RetentionProperties settings;
    private final Clock clock;

    MessageRetention(RetentionRowStore rows, RetentionProperties settings, Clock clock) {
        this.rows = rows;
        this.settings = settings;
        this.clock = clock;
    }

    /** Drops what is too old, then what is too much. */
    public void sweep() {
        Instant now = clock.instant();
        Instant failedSince = now.minus(settings.failed());
        int aged = all(() -> rows.dropBytesBefore(now.minus(settings.messages()), failedSince, BATCH));
        int oldest = all(() -> {
            long excess = rows.size() - settings.size().toBytes();
            return excess <= 0 ? 0 : rows.dropOldestBytes(excess, failedSince, BATCH);
        });
        int deleted = all(() -> rows.deleteBefore(now.minus(settings.duplicates()), failedSince, BATCH));
        if (aged + oldest + deleted > 0) {
            LOG.info(
                    "Retention dropped the bytes of {} messages by age and {} by size, and {} rows",
                    aged,
                    oldest,
                    deleted);
        }
    }

    private static int all(IntSupplier batch) {
        int sum = 0;
        for (int i = 0; i < BATCHES; i++) {
            int done = batch.getAsInt();
            sum += done;
            if (done == 0) {
                break;
            }
        }
        return sum;
    }
}
