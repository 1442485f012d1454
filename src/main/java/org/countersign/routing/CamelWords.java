package org.countersign.routing;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.ResolveEndpointFailedException;
import org.countersign.platform.OperationalException;

/** Says in one sentence, with its place, what Camel says in an exception with many causes. */
final class CamelWords {

    private static final int LENGTH_AT_MOST = 300;
    private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");
    private static final Pattern PLACE_IN_TEXT =
            Pattern.compile("(?: in (?:file|reader|'[^']*')[^,\\n]*)?, line \\d+.*");
    private static final Pattern UNKNOWN = Pattern.compile("Unknown parameters=\\[\\{?(.*?)\\}?\\]");

    private CamelWords() {}

    static RouteProblem problem(String path, RouteOutline outline, Throwable failure) {
        Throwable root = root(failure);
        String words =
                Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName());
        Matcher place = PLACE.matcher(words);
        if (place.find()) {
            return new RouteProblem(
                    path,
                    Integer.parseInt(place.group(1)),
                    Integer.parseInt(place.group(2)),
                    sentence(PLACE_IN_TEXT.matcher(words).replaceFirst("")));
        }
        Optional<ResolveEndpointFailedException> endpoint = find(failure, ResolveEndpointFailedException.class);
        if (endpoint.isPresent()) {
            String address = RouteOutline.Endpoint.address(endpoint.get().getUri());
            Place at = endpointPlace(outline, address).orElse(routePlace(outline, failure));
            return RouteProblem.at(path, at, "the endpoint " + address + " cannot be made: " + reason(words));
        }
        return RouteProblem.at(path, routePlace(outline, failure), sentence(words));
    }

    private static String reason(String words) {
        Matcher unknown = UNKNOWN.matcher(words);
        if (unknown.find()) {
            return "it has no option " + unknown.group(1).replaceFirst("=.*", "");
        }
        return sentence(words.replaceFirst("(?s)^.*due to: ", ""));
    }

    private static Optional<Place> endpointPlace(RouteOutline outline, String address) {
        return outline.endpoints().stream()
                .filter(endpoint -> endpoint.address().equals(address))
                .map(RouteOutline.Endpoint::place)
                .findFirst();
    }

    private static Place routePlace(RouteOutline outline, Throwable failure) {
        String id = find(failure, FailedToCreateRouteException.class)
                .map(FailedToCreateRouteException::getRouteId)
                .or(() -> find(failure, FailedToStartRouteException.class).map(FailedToStartRouteException::getRouteId))
                .orElse("");
        return outline.routes().stream()
                .filter(route -> route.id().equals(id))
                .map(RouteOutline.Route::place)
                .findFirst()
                .orElse(
                        outline.routes().isEmpty()
                                ? Place.TOP
                                : outline.routes().getFirst().place());
    }

    /** The first line, within limits; Camel's own exceptions hide passwords. */
    private static String sentence(String words) {
        String line = words.strip().lines().findFirst().orElse("").strip();
        return line.length() > LENGTH_AT_MOST ? line.substring(0, LENGTH_AT_MOST) + "…" : line;
    }

    /** The cause that says it best: the hub's own if there is one, else the innermost that has a message. */
    private static Throwable root(Throwable failure) {
        Throwable best = failure;
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause()) {
            if (cause instanceof OperationalException) {
                return cause;
            }
            if (cause.getMessage() != null) {
                best = cause;
            }
            depth++;
        }
        return best;
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
            depth++;
        }
        return Optional.empty();
    }
}
