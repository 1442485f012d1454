package org.countersign.policy;

import java.nio.file.Path;
import java.util.Optional;
import org.countersign.platform.RouteFolder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the policies; a bad one stops the start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PolicySettings.class)
class PolicyConfiguration {

    @Bean
    PolicyCatalog policyCatalog(
            PolicySettings settings, SpokenLanguages languages, ObjectProvider<RouteFolder> folders) {
        RouteFolder folder = folders.getIfAvailable(() -> new RouteFolder(Path.of(settings.routes())));
        var locales = new LocaleChooser(Optional.ofNullable(settings.locale()), languages);
        return PolicyCatalog.read(folder.path().resolve("policies"), locales);
    }
}
