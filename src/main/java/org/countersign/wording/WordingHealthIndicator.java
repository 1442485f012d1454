package org.countersign.wording;

import java.util.List;
import org.countersign.message.MessageProblem;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

/**
 * Shows texts of facilities that cannot be used as {@code DEGRADED}. The hub does its work without them, so that neither
 * its readiness nor the HTTP status of its health changes.
 */
final class WordingHealthIndicator implements HealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED");

    private final WordingDirectory directory;

    WordingHealthIndicator(WordingDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Health health() {
        List<MessageProblem> problems = directory.problems();
        Health.Builder health = problems.isEmpty() ? Health.up() : Health.status(DEGRADED);
        return health.withDetail("texts", directory.size())
                .withDetail(
                        "problems",
                        problems.stream().map(MessageProblem::toString).toList())
                .build();
    }
}
