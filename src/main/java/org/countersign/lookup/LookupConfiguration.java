package org.countersign.lookup;

import java.nio.file.Path;
import java.time.Clock;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.RouteFolder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires the lookups. */
@Configuration(proxyBeanMethods = false)
class LookupConfiguration {

    @Bean
    LookupCatalog lookupCatalog(Environment environment, ObjectProvider<RouteFolder> folders) {
        String edited = environment.getProperty("countersign.routes", "routes");
        Path folder =
                folders.getIfAvailable(() -> new RouteFolder(Path.of(edited))).path();
        return LookupCatalog.read(folder.resolve("lookups"), ChannelSettings.ofLookups(environment::getProperty));
    }

    @Bean
    Lookups lookups(LookupCatalog catalog, Clock clock) {
        return new Lookups(catalog, clock);
    }
}
