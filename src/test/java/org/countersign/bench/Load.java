package org.countersign.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Does one thing over and over on so many threads, each waiting for it to be done before it does the next. */
final class Load {

    private final long warmUp;
    private final long duration;

    Load(long warmUpMillis, long durationMillis) {
        this.warmUp = TimeUnit.MILLISECONDS.toNanos(warmUpMillis);
        this.duration = TimeUnit.MILLISECONDS.toNanos(durationMillis);
    }

    /** What one thread does; made once for each thread. */
    interface Step extends Closeable {
        void run() throws IOException;

        @Override
        default void close() throws IOException {}
    }

    interface Maker {
        Step make(int thread) throws Exception;
    }

    /**
     * What was measured.
     *
     * @param rate a second
     * @param p50 milliseconds
     * @param p99 milliseconds
     */
    record Result(double rate, double p50, double p99) {}

    Result run(int threads, Maker maker) throws Exception {
        List<long[]> all = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            long start = System.nanoTime() + warmUp;
            List<Future<long[]>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                running.add(executor.submit(() -> repeat(maker, thread, start)));
            }
            for (Future<long[]> one : running) {
                all.add(one.get());
            }
        }
        long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Result(nanos.length / (duration / 1e9), at(nanos, 0.50), at(nanos, 0.99));
    }

    private long[] repeat(Maker maker, int thread, long start) throws Exception {
        long[] taken = new long[4096];
        int count = 0;
        try (Step step = maker.make(thread)) {
            long before = System.nanoTime();
            while (before < start + duration) {
                step.run();
                long after = System.nanoTime();
                if (before >= start && after <= start + duration) {
                    if (count == taken.length) {
                        taken = Arrays.copyOf(taken, 2 * count);
                    }
                    taken[count++] = after - before;
                }
                before = after;
            }
        }
        return Arrays.copyOf(taken, count);
    }

    private static double at(long[] sorted, double quantile) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (quantile * (sorted.length - 1))] / 1e6;
    }
}
