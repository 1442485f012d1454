package org.countersign.routing;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import org.countersign.intake.DecisionComparison.Difference;
import org.jspecify.annotations.Nullable;

/**
 * How the routes folder and what runs stand to each other, as REST and health show it.
 *
 * @param state {@code running}: what is in the folder runs; {@code refused}: it has problems, and what ran before runs on;
 *     {@code waiting}: it waits to be approved
 * @param running hash of the files that run
 * @param edited hash of the files in the folder, when they were last looked at
 * @param changed files in which the two differ
 * @param lastSwap when the running files took the place of others; null when the hub started with them
 * @param compared how many stored messages were decided about again for the last edit of policies
 * @param differences those that it would decide, or decided, otherwise about
 */
record RouteStatus(
        String state,
        String folder,
        String running,
        String edited,
        SortedSet<String> files,
        SortedSet<String> changed,
        List<RouteProblem> problems,
        @Nullable Instant lastSwap,
        int compared,
        List<Difference> differences) {}
