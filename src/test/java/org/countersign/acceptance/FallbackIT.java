package org.countersign.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.countersign.bench.Fallbacks;
import org.countersign.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Steps go out at their time, in the whole hub; {@code bin/bench} measures the same with 5,000 open challenges. */
class FallbackIT {

    private static final double LIMIT_MILLIS = 250;

    private static TestDatabase database;
    private static Fallbacks hub;

    @BeforeAll
    static void start() throws IOException {
        database = TestDatabase.create();
        Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "fallback");
        hub = Fallbacks.start(
                home,
                Map.of(
                        "countersign.database.url", database.jdbcUrl(),
                        "countersign.database.username", "postgres",
                        "countersign.handset.enabled", "true"));
    }

    @AfterAll
    static void stop() {
        hub.close();
        database.close();
    }

    /** What comes by the sweep alone is later than the limit, so that this fails when wake-ups are lost. */
    @Test
    void aFallbackIsAtItsChannelWithinAQuarterOfASecondOfItsTime() {
        Fallbacks.Result result = hub.run(250, Duration.ofSeconds(5), Duration.ofSeconds(5));
        assertThat(result.fallback().p50()).as("%s", result).isLessThan(LIMIT_MILLIS);
        assertThat(result.fallback().p99())
                .as("beside what Artemis alone takes on this machine just now: %s", result)
                .isLessThan(LIMIT_MILLIS + 10 * result.peer().p99());
    }

    /** More than the hub has consumers at its start, and more than it has database connections. */
    @Test
    void aProviderThatDoesNotAnswerHoldsUpNobodyElse() {
        hub.hang(60);
        try {
            Fallbacks.Result result = hub.run(120, Duration.ofSeconds(1), Duration.ofSeconds(1));
            assertThat(result.fallback().sends())
                    .as("sent while the provider held 60 of the first messages")
                    .isEqualTo(120);
        } finally {
            hub.answer();
        }
    }
}
