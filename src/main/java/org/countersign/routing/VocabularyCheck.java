package org.countersign.routing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.camel.spi.EndpointUriFactory;

/** What all files together must fit: ids, beans and their methods, components and their options, what they refer to. */
final class VocabularyCheck {

    private static final String DIRECT = "direct:";

    private final Vocabulary vocabulary;
    private final ScratchContext scratch;
    private final UnaryOperator<String> paths;
    private final List<RouteProblem> problems;

    VocabularyCheck(
            Vocabulary vocabulary, ScratchContext scratch, UnaryOperator<String> paths, List<RouteProblem> problems) {
        this.vocabulary = vocabulary;
        this.scratch = scratch;
        this.paths = paths;
        this.problems = problems;
    }

    void check(List<RouteOutline> outlines) {
        Map<String, String> ids = new HashMap<>();
        Set<String> configurations = new HashSet<>();
        Set<String> direct = new HashSet<>();
        for (RouteOutline outline : outlines) {
            outline.configurations().forEach(one -> configuration(outline, one, configurations));
            outline.endpoints().stream()
                    .filter(endpoint -> endpoint.step().equals("from"))
                    .forEach(endpoint -> direct.add(endpoint.address()));
        }
        for (RouteOutline outline : outlines) {
            outline.routes().forEach(route -> route(outline, route, ids, configurations));
            outline.calls().forEach(call -> call(outline, call));
            outline.endpoints().forEach(endpoint -> endpoint(outline, endpoint, direct));
        }
    }

    private void configuration(RouteOutline outline, RouteOutline.Named one, Set<String> seen) {
        if (one.name().isEmpty()) {
            report(outline, one.place(), "the route configuration has no id");
        } else if (!seen.add(one.name())) {
            report(outline, one.place(), "there is another route configuration with the id " + one.name());
        }
    }

    private void route(
            RouteOutline outline, RouteOutline.Route route, Map<String, String> ids, Set<String> configurations) {
        if (route.id().isEmpty()) {
            report(outline, route.place(), "the route has no id");
            return;
        }
        String place = paths.apply(outline.file()) + ":" + route.place().line();
        String other = ids.putIfAbsent(route.id(), place);
        if (other != null) {
            report(outline, route.place(), "there is another route with the id " + route.id() + ": " + other);
        }
        if (!route.configuration().isEmpty() && !configurations.contains(route.configuration())) {
            report(
                    outline,
                    route.place(),
                    "there is no route configuration " + route.configuration()
                            + hint(Vocabulary.closest(route.configuration(), configurations)));
        }
    }

    private void call(RouteOutline outline, RouteOutline.Call call) {
        if (outline.beans().contains(call.bean()) || call.bean().contains("{")) {
            return;
        }
        Optional<Class<?>> type = vocabulary.find(call.bean());
        if (type.isEmpty()) {
            report(
                    outline,
                    call.beanPlace(),
                    "there is no bean " + call.bean() + hint(vocabulary.closestBean(call.bean())));
        } else if (!call.method().isEmpty() && !Vocabulary.has(type.get(), call.method())) {
            report(outline, call.methodPlace(), "the bean " + call.bean() + " has no method " + call.method());
        }
    }

    private void endpoint(RouteOutline outline, RouteOutline.Endpoint endpoint, Set<String> direct) {
        String scheme = endpoint.scheme();
        if (scheme.isEmpty()) {
            return;
        }
        if (!scratch.hasComponent(scheme)) {
            report(outline, endpoint.place(), "there is no component " + scheme);
            return;
        }
        String address = endpoint.address();
        boolean dynamic = address.contains("$") || address.contains("{");
        if (address.startsWith(DIRECT) && !dynamic && !direct.contains(address)) {
            report(outline, endpoint.place(), "no route begins with " + address);
        }
        EndpointUriFactory options = scratch.options(scheme);
        if (options != null && !options.isLenientProperties()) {
            endpoint.parameters().forEach(parameter -> parameter(outline, scheme, options, parameter));
        }
    }

    private void parameter(
            RouteOutline outline, String scheme, EndpointUriFactory options, RouteOutline.Named parameter) {
        String name = parameter.name();
        boolean prefixed = options.multiValuePrefixes() != null
                && options.multiValuePrefixes().values().stream().anyMatch(name::startsWith);
        if (!prefixed && !options.propertyNames().contains(name)) {
            String hint = hint(Vocabulary.closest(name, new TreeSet<>(options.propertyNames())));
            report(outline, parameter.place(), scheme + " has no option " + name + hint);
        }
    }

    private static String hint(Optional<String> closest) {
        return closest.map(word -> "; is it " + word + "?").orElse("");
    }

    private void report(RouteOutline outline, Place place, String sentence) {
        problems.add(RouteProblem.at(paths.apply(outline.file()), place, sentence));
    }
}
