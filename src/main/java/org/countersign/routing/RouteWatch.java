package org.countersign.routing;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the directory look at its folder, over and over, while the hub runs. */
final class RouteWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteWatch.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("routes").daemon().factory());
    private final RouteDirectory directory;
    private final CamelContext camel;

    RouteWatch(RouteDirectory directory, CamelContext camel) {
        this.directory = directory;
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
        } catch (RuntimeException e) {
            LOG.error("The routes folder could not be looked at", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
