package org.countersign.guard;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires what stands before a send. */
@Configuration(proxyBeanMethods = false)
class GuardConfiguration {

    @Bean
    SendGuard sendGuard(JdbcClient jdbc, LimitProperties limits) {
        return new SendGuard(new SendCountStore(jdbc), limits);
    }
}
