package org.countersign.routing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the hub starts with: the routes folder if all of it is right, else what ran last.
 *
 * @param folder where the files are to be read from by now
 * @param problems what kept the routes folder from being it
 */
record StartingRoutes(RouteFiles files, Path folder, List<RouteProblem> problems) {

    private static final Logger LOG = LoggerFactory.getLogger(StartingRoutes.class);

    /** @throws InvalidRoutesException when something is wrong and nothing ran before */
    static StartingRoutes choose(Path edited, GoodCopy good, RouteLint lint) {
        List<RouteProblem> problems;
        Optional<RouteFiles> files = Optional.empty();
        try {
            files = Optional.of(RouteFiles.read(edited));
            problems = lint.check(files.get(), edited.toString());
        } catch (IOException e) {
            problems = List.of(RouteLint.unreadable(edited, e));
        }
        try {
            if (problems.isEmpty() && files.isPresent()) {
                return new StartingRoutes(files.get(), good.keep(files.get()), problems);
            }
            Optional<Path> last = good.find();
            if (last.isEmpty()) {
                throw new InvalidRoutesException(problems);
            }
            problems.forEach(problem -> LOG.warn("{}", problem));
            LOG.warn("{} is not used: the hub starts with the routes that it ran last", edited);
            return new StartingRoutes(RouteFiles.read(last.get()), last.get(), problems);
        } catch (IOException e) {
            throw new UncheckedIOException("The copy of the routes in the data folder cannot be written or read", e);
        }
    }
}
