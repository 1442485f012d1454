package org.countersign.routing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the hub starts with: the routes folder if all of it is right, else what ran last.
 *
 * @param folder where the files are to be read from by now
 * @param edited hash of the files in the routes folder that were looked at; empty for none
 * @param problems what kept the routes folder from being it
 */
record StartingRoutes(RouteFiles files, Path folder, String edited, List<RouteProblem> problems) {

    private static final Logger LOG = LoggerFactory.getLogger(StartingRoutes.class);

    /**
     * Chooses.
     *
     * @param approval whether other policies than those that ran last may have to be approved, which needs a hub that runs
     * @throws InvalidRoutesException when something is wrong and nothing ran before
     */
    static StartingRoutes choose(Path edited, GoodCopy good, RouteLint lint, boolean approval) {
        try {
            Optional<Path> last = good.find();
            Optional<RouteFiles> ran = last.isPresent() ? Optional.of(RouteFiles.read(last.get())) : Optional.empty();
            RouteFiles files;
            List<RouteProblem> problems;
            try {
                files = RouteFiles.read(edited);
                // What ran last was checked then, and is what the hub would fall back to: a restart need not wait for
                // it.
                boolean ranLast = ran.isPresent() && ran.get().hash().equals(files.hash());
                problems = ranLast ? List.of() : lint.check(files, edited.toString());
            } catch (NoSuchFileException e) {
                return fallBack(edited, last, ran, "", List.of(RouteLint.unreadable(edited, e)));
            }
            if (!problems.isEmpty()) {
                return fallBack(edited, last, ran, files.hash(), problems);
            }
            if (approval
                    && ran.isPresent()
                    && files.differences(ran.get()).stream().anyMatch(RouteFiles::isPolicy)) {
                LOG.info("The policies in {} are not those that ran last; they are compared once the hub runs", edited);
                return new StartingRoutes(ran.get(), last.orElseThrow(), "", List.of());
            }
            return new StartingRoutes(files, good.keep(files), files.hash(), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The routes, or their copy in the data folder, cannot be read or written", e);
        }
    }

    private static StartingRoutes fallBack(
            Path edited, Optional<Path> last, Optional<RouteFiles> ran, String hash, List<RouteProblem> problems) {
        if (last.isEmpty() || ran.isEmpty()) {
            throw new InvalidRoutesException(problems);
        }
        problems.forEach(problem -> LOG.warn("{}", problem));
        LOG.warn("{} is not used: the hub starts with the routes that it ran last", edited);
        return new StartingRoutes(ran.get(), last.get(), hash, problems);
    }
}
