package org.countersign.event;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the one reader, which holds no state, and the codes of consents that it knows. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsentProperties.class)
class EventConfiguration {

    @Bean
    ConsentCodes consentCodes(ConsentProperties consents) {
        return new ConsentCodes(consents.types());
    }

    @Bean
    Hl7v2Reader hl7v2Reader(ConsentCodes consents) {
        return new Hl7v2Reader(consents);
    }
}
