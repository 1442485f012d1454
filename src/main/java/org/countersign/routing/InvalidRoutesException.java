package org.countersign.routing;

import java.util.List;
import java.util.stream.Collectors;

/** The hub cannot start with these routes, and has none that ran before. */
final class InvalidRoutesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidRoutesException(List<RouteProblem> problems) {
        super(problems.stream().map(RouteProblem::toString).collect(Collectors.joining("\n")));
    }
}
