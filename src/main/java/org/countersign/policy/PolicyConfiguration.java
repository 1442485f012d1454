package org.countersign.policy;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the policies; a bad one stops the start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PolicySettings.class)
class PolicyConfiguration {

    @Bean
    PolicyCatalog policyCatalog(PolicySettings settings, SpokenLanguages languages) {
        var locales = new LocaleChooser(Optional.ofNullable(settings.locale()), languages);
        return PolicyCatalog.read(Path.of(settings.routes(), "policies"), locales);
    }
}
