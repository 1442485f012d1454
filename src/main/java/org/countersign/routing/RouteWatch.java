package org.countersign.routing;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.countersign.wording.WordingDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has those who hold something of the routes folder look at it, over and over, while the hub runs. */
final class RouteWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteWatch.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("routes").daemon().factory());
    private final RouteDirectory directory;
    private final WordingDirectory wording;
    private final CamelContext camel;

    RouteWatch(RouteDirectory directory, WordingDirectory wording, CamelContext camel) {
        this.directory = directory;
        this.wording = wording;
        this.camel = camel;
    }

    /** To be called once. */
    @SuppressWarnings("FutureReturnValueIgnored") // it never completes
    void start(Duration every) {
        thread.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (!camel.isStarted()) {
            return;
        }
        try {
            directory.look();
            wording.look();
        } catch (RuntimeException e) {
            LOG.error("The routes folder could not be looked at", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
