package org.countersign.message;

import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the words. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PortalSettings.class)
class MessageConfiguration {

    @Bean
    MessageComposer messageComposer(PortalSettings portal) {
        Optional<WebOtpLine> line = Optional.ofNullable(portal.host())
                .filter(Predicate.not(String::isBlank))
                .map(WebOtpLine::new);
        return new MessageComposer(MessageCatalog.read(), line);
    }
}
