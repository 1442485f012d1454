package org.countersign.routing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.countersign.intake.FeedHold;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a running Camel context run other files: stops and makes the routes of what changed and of what that reaches, lets
 * what is under way end in the old ones, and puts all back when one cannot be started.
 */
final class RouteSwap {

    private static final Logger LOG = LoggerFactory.getLogger(RouteSwap.class);

    private final ModelCamelContext camel;
    private final KameletSwap kamelets;
    private final FeedHold feeds;
    private final String folder;

    /** @param folder what is said of where the files are */
    RouteSwap(CamelContext camel, FeedHold feeds, String folder) {
        this.camel = (ModelCamelContext) camel;
        this.kamelets = new KameletSwap(camel);
        this.feeds = feeds;
        this.folder = folder;
    }

    /** A file could not be started; all runs as before. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String file;

        RefusedException(String file, Exception cause) {
            super(cause);
            this.file = file;
        }

        String file() {
            return file;
        }
    }

    /** Loads all files into a context that is not started yet. */
    static void load(CamelContext camel, RouteFiles files, String folder) throws Exception {
        List<Resource> resources = new ArrayList<>();
        files.kamelets().forEach(file -> resources.add(resource(folder, file, files)));
        files.routes().forEach(file -> resources.add(resource(folder, file, files)));
        PluginHelper.getRoutesLoader(camel).loadRoutes(resources);
    }

    /** @throws RefusedException when {@code next} cannot be started; {@code now} runs then */
    void swap(RouteFiles now, RouteFiles next) throws RefusedException {
        Deque<String> done = new ArrayDeque<>();
        FeedHold.Held held = feeds.hold();
        try {
            for (String file : order(now, next)) {
                done.push(file);
                try {
                    put(file, now, next);
                } catch (Exception e) {
                    rollBack(done, next, now);
                    throw new RefusedException(file, e);
                }
            }
        } finally {
            held.close();
        }
    }

    private void rollBack(Deque<String> done, RouteFiles from, RouteFiles to) {
        for (String file : done) {
            try {
                put(file, from, to);
            } catch (Exception e) {
                LOG.error("{} ran and cannot be started again; restart the hub", RouteLint.path(folder, file), e);
            }
        }
    }

    /** New files first, since nobody misses them when they fail; then what changed; last what is gone. */
    private static List<String> order(RouteFiles now, RouteFiles next) {
        SortedSet<String> changed = next.differences(now);
        changed.removeIf(RouteFiles::isData);
        Set<String> reached = reached(changed, now, next);
        List<String> order = new ArrayList<>();
        changed.stream().filter(RouteFiles::isKamelet).filter(next::has).forEach(order::add);
        changed.stream()
                .filter(RouteFiles::isRoute)
                .filter(file -> !configurations(file, next).isEmpty())
                .forEach(order::add);
        changed.stream().filter(file -> !now.has(file)).forEach(order::add);
        changed.stream().filter(next::has).forEach(order::add);
        reached.forEach(order::add);
        changed.forEach(order::add);
        return order.stream().distinct().toList();
    }

    /** Files with routes that take part in a route configuration that changed. */
    private static SortedSet<String> reached(Set<String> changed, RouteFiles now, RouteFiles next) {
        Set<String> ids = new HashSet<>();
        for (String file : changed) {
            if (RouteFiles.isRoute(file)) {
                ids.addAll(configurations(file, now));
                ids.addAll(configurations(file, next));
            }
        }
        SortedSet<String> reached = new TreeSet<>(next.routes());
        reached.removeIf(file -> changed.contains(file)
                || outline(file, next).routes().stream().noneMatch(route -> ids.contains(route.configuration())));
        return reached;
    }

    private void put(String file, RouteFiles now, RouteFiles next) throws Exception {
        if (RouteFiles.isKamelet(file)) {
            kamelets.swap(file, next.has(file) ? next.bytes(file) : null, RouteLint.path(folder, file));
            return;
        }
        List<RouteDefinition> before = definitions(ids(file, now));
        if (next.has(file)) {
            PluginHelper.getRoutesLoader(camel).updateRoutes(resource(folder, file, next));
        }
        Set<String> elsewhere = new HashSet<>();
        next.routes().stream()
                .filter(other -> !other.equals(file))
                .forEach(other -> elsewhere.addAll(ids(other, next)));
        for (RouteDefinition old : before) {
            // What has another's place by now is gone already; what moved to another file is that file's.
            if (camel.getRouteDefinitions().contains(old) && !elsewhere.contains(old.getId())) {
                camel.removeRouteDefinition(old);
            }
        }
        removeConfigurations(file, now, next);
    }

    private void removeConfigurations(String file, RouteFiles now, RouteFiles next) throws Exception {
        Set<String> kept = new HashSet<>();
        next.routes().forEach(other -> kept.addAll(configurations(other, next)));
        for (String id : configurations(file, now)) {
            RouteConfigurationDefinition old = camel.getRouteConfigurationDefinition(id);
            if (!kept.contains(id) && old != null) {
                camel.removeRouteConfiguration(old);
            }
        }
    }

    private List<RouteDefinition> definitions(Set<String> ids) {
        return camel.getRouteDefinitions().stream()
                .filter(route -> ids.contains(route.getId()))
                .toList();
    }

    private static Set<String> ids(String file, RouteFiles files) {
        Set<String> ids = new HashSet<>();
        outline(file, files).routes().forEach(route -> ids.add(route.id()));
        return ids;
    }

    private static Set<String> configurations(String file, RouteFiles files) {
        Set<String> ids = new HashSet<>();
        outline(file, files).configurations().forEach(one -> ids.add(one.name()));
        return ids;
    }

    /** Of a file that was checked; empty where there is none. */
    private static RouteOutline outline(String file, RouteFiles files) {
        return files.has(file)
                ? YamlTree.read(file, files.bytes(file), new ArrayList<>())
                        .map(root -> RouteOutline.of(file, root))
                        .orElseGet(() -> RouteOutline.empty(file))
                : RouteOutline.empty(file);
    }

    private static Resource resource(String folder, String file, RouteFiles files) {
        return ScratchContext.resource(RouteLint.path(folder, file), files.bytes(file));
    }
}
