package org.countersign.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/**
 * Puts one Kamelet in the place of another of its name. Camel makes a route from a Kamelet when it is first used, and a
 * user finds that route by its id; so each route that was made is made again, with the id and parameters that it had.
 */
final class KameletSwap {

    private final ModelCamelContext camel;

    /** Routes whose Kamelet was deleted: their users still look for them when it comes back. */
    private final Map<String, List<Instance>> orphans = new HashMap<>();

    KameletSwap(CamelContext camel) {
        this.camel = (ModelCamelContext) camel;
    }

    private record Instance(String routeId, Map<String, Object> parameters) {}

    /** The Kamelet's name, which is that of its file. */
    static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1).replace(RouteFiles.KAMELET, "");
    }

    /**
     * Has the Kamelet as {@code content} says; without content, not at all.
     *
     * @throws Exception when a route cannot be made from it; to be called again with what was before
     */
    void swap(String file, byte @Nullable [] content, String path) throws Exception {
        String name = name(file);
        List<Instance> instances = orphans.computeIfAbsent(name, ignored -> new ArrayList<>());
        for (RouteDefinition route : List.copyOf(camel.getRouteDefinitions())) {
            if (name.equals(template(route))) {
                instances.removeIf(known -> known.routeId().equals(route.getId()));
                instances.add(new Instance(route.getId(), parameters(route)));
                camel.removeRouteDefinition(route);
            }
        }
        camel.removeRouteTemplateDefinitions(name);
        if (content == null) {
            return;
        }
        PluginHelper.getRoutesLoader(camel).loadRoutes(ScratchContext.resource(path, content));
        for (Instance instance : List.copyOf(instances)) {
            instantiate(name, instance);
            instances.remove(instance);
        }
    }

    @SuppressWarnings("deprecation") // as the component of Kamelets itself does it
    private void instantiate(String name, Instance instance) throws Exception {
        String id =
                camel.addRouteFromKamelet(instance.routeId(), name, null, "", "", new HashMap<>(instance.parameters()));
        if (!camel.getRouteController().getRouteStatus(id).isStarted()) {
            camel.startRouteDefinitions(List.of(camel.getRouteDefinition(id)));
        }
    }

    private static Map<String, Object> parameters(RouteDefinition route) {
        Map<String, Object> parameters = route.getTemplateParameters();
        return parameters == null ? Map.of() : new HashMap<>(parameters);
    }

    private static @Nullable Object template(RouteDefinition route) {
        Map<String, Object> parameters = route.getTemplateParameters();
        return parameters == null ? null : parameters.get("templateId");
    }

    /** Whether the route was made from a Kamelet. */
    static boolean made(Route route) {
        return route.isCreatedByKamelet();
    }
}
