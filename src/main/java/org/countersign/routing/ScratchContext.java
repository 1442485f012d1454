package org.countersign.routing;

import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * A Camel context to try routes in. Everything of a route is made and made ready but for what would let messages in: no
 * port is opened, no queue is read, no timer ticks.
 */
final class ScratchContext implements AutoCloseable {

    private final DefaultCamelContext camel;

    /** @param settings what placeholders stand for */
    ScratchContext(ListableBeanFactory beans, Environment settings) {
        camel = new DefaultCamelContext(new ScratchRegistry(beans));
        camel.getCamelContextExtension().setName("countersign-check");
        camel.setSourceLocationEnabled(true);
        camel.setLoadTypeConverters(false);
        camel.getPropertiesComponent().addPropertiesSource(new Settings(settings));
        DefaultShutdownStrategy shutdown = new DefaultShutdownStrategy(camel);
        shutdown.setTimeout(1);
        camel.setShutdownStrategy(shutdown);
        camel.start();
    }

    /** What a file holds. */
    RouteBuilder parse(String file, byte[] content) throws Exception {
        RoutesBuilder builder = PluginHelper.getRoutesLoader(camel)
                .findRoutesBuilders(resource(file, content))
                .iterator()
                .next();
        if (builder instanceof RouteBuilder routes) {
            routes.configureRoutes(camel);
            return routes;
        }
        throw new IllegalStateException("Camel's YAML gives RouteBuilders");
    }

    static Resource resource(String file, byte[] content) {
        return ResourceHelper.fromBytes("file:" + file, content);
    }

    void addConfigurations(RouteBuilder routes) throws Exception {
        if (routes instanceof RouteConfigurationsBuilder configurations) {
            configurations.addRouteConfigurationsToCamelContext(camel);
        }
    }

    /** Makes the routes of a file, and all that they need but messages. */
    void addRoutes(RouteBuilder routes) throws Exception {
        for (RouteDefinition route : routes.getRoutes().getRoutes()) {
            route.setAutoStartup("false");
        }
        routes.addRoutesToCamelContext(camel);
    }

    /** Makes a route from a Kamelet, as its first use would. */
    void instantiate(String kamelet) {
        camel.getEndpoint("kamelet:" + kamelet);
    }

    boolean hasComponent(String scheme) {
        return camel.getComponent(scheme, true, false) != null;
    }

    /** What Camel knows of the options of a component; null for one of the hub's own, which tell when they are asked. */
    @Nullable
    EndpointUriFactory options(String scheme) {
        return camel.getComponent(scheme, true, false) instanceof LentComponent
                ? null
                : camel.getCamelContextExtension().getEndpointUriFactory(scheme);
    }

    CamelContext camel() {
        return camel;
    }

    @Override
    public void close() {
        camel.stop();
    }

    private record Settings(Environment environment) implements PropertiesSource {

        @Override
        public String getName() {
            return "hub";
        }

        @Override
        public @Nullable String getProperty(String name) {
            return environment.getProperty(name);
        }
    }
}
