package org.countersign.routing;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Whether the last edit runs. A hub whose edit was refused is as well as before: it is UP. */
final class RouteHealth implements HealthIndicator {

    private final RouteDirectory directory;

    RouteHealth(RouteDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Health health() {
        RouteStatus status = directory.status();
        return Health.up()
                .withDetail("state", status.state())
                .withDetail(
                        "problems",
                        status.problems().stream().map(RouteProblem::toString).toList())
                .build();
    }
}
