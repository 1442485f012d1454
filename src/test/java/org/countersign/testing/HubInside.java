package org.countersign.testing;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.countersign.Countersign;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Primary;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.TypeFilter;

/**
 * The whole hub in this JVM, with its PostgreSQL, its Artemis, its routes and its web server, and a clock that may be put
 * forward. For what cannot be asked from outside; else {@link HubProcess}.
 */
public final class HubInside implements AutoCloseable {

    private final ServletWebServerApplicationContext context;

    private HubInside(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts a hub.
     *
     * @param home a folder for its data
     * @param settings more settings, as {@code countersign.audit.server.url}
     * @param more what the hub's routes find beside the hub's own beans
     */
    public static HubInside start(Path home, Path routes, Map<String, String> settings, Class<?>... more) {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "server.port",
                "0",
                "countersign.data",
                home.resolve("data").toString(),
                "countersign.routes",
                routes.toString(),
                "countersign.api.key",
                ApiClient.KEY,
                "countersign.feeds.scheduling.port",
                Integer.toString(HubProcess.freePort()),
                "countersign.feeds.pharmacy.port",
                Integer.toString(HubProcess.freePort())));
        all.putAll(settings);
        return new HubInside((ServletWebServerApplicationContext) new SpringApplicationBuilder(Main.class)
                .sources(more)
                .run(all.entrySet().stream()
                        .map(one -> "--" + one.getKey() + "=" + one.getValue())
                        .toArray(String[]::new)));
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    public RunningClock clock() {
        return get(RunningClock.class);
    }

    /** The setting as the hub has it. */
    public String setting(String name) {
        return context.getEnvironment().getRequiredProperty(name);
    }

    public int httpPort() {
        return context.getWebServer().getPort();
    }

    @Override
    public void close() {
        context.close();
    }

    /** As {@link Countersign}, whose scan would take the configurations of tests as well. */
    @EnableAutoConfiguration
    @ConfigurationPropertiesScan("org.countersign")
    @ComponentScan(
            basePackageClasses = Countersign.class,
            excludeFilters = @ComponentScan.Filter(type = FilterType.CUSTOM, classes = Others.class))
    static class Main {

        @Bean
        @Primary
        RunningClock runningClock() {
            return new RunningClock();
        }
    }

    static final class Others implements TypeFilter {

        @Override
        public boolean match(MetadataReader type, MetadataReaderFactory factory) throws java.io.IOException {
            return type.getResource().getURL().getPath().contains("/test-classes/")
                    || type.getClassMetadata().getClassName().equals(Countersign.class.getName());
        }
    }
}
