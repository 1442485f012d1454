package org.countersign.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * How long after its time a fallback is at its channel, while 5,000 challenges are open. Ends with 1 when one in a
 * hundred is later than 250 ms in the run that spreads them. Started by {@code bin/bench}.
 */
public final class FallbackBench {

    private static final int OPEN = Integer.getInteger("open", 5_000);
    private static final double LIMIT = 250;

    private FallbackBench() {}

    public static void main(String[] arguments) throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        Path home = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/bench")).toAbsolutePath(), "fallbacks");
        boolean kept;
        try (Fallbacks hub = Fallbacks.start(home, Map.of("logging.level.root", "error"))) {
            System.out.printf(
                    "%n%-44s %6s %9s %9s %9s%n", OPEN + " open challenges", "sends", "p50 ms", "p99 ms", "max ms");
            hub.run(OPEN / 5, Duration.ofSeconds(5), Duration.ofSeconds(5)); // warms up
            kept = show("due over a minute", hub.run(OPEN, Duration.ofSeconds(60), Duration.ofSeconds(15)));
            Fallbacks.Result burst = hub.run(OPEN, Duration.ofSeconds(1), Duration.ofSeconds(45));
            show("due in one second", burst);
            System.out.printf(
                    "Sends a second when all are due: %.0f%n",
                    OPEN / (burst.first().max() / 1e3));
        }
        System.exit(kept ? 0 : 1);
    }

    private static boolean show(String name, Fallbacks.Result result) {
        System.out.printf("%-44s %s%n", name + ", first step", result.first());
        System.out.printf("%-44s %s%n", name + ", fallback", result.fallback());
        System.out.printf("%-44s %s%n", "  Artemis alone meanwhile", result.peer());
        return result.fallback().p99() <= LIMIT;
    }
}
