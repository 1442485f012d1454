package org.countersign.event;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the one reader, which holds no state. */
@Configuration(proxyBeanMethods = false)
class EventConfiguration {

    @Bean
    Hl7v2Reader hl7v2Reader() {
        return new Hl7v2Reader();
    }
}
