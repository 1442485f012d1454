package org.countersign.policy;

import java.nio.file.Path;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the policies; a bad one stops the start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PolicySettings.class)
class PolicyConfiguration {

    @Bean
    PolicyCatalog policyCatalog(PolicySettings settings) {
        return PolicyCatalog.read(Path.of(settings.routes(), "policies"), settings.locale());
    }
}
