package org.countersign.smart;

import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the hub's keys and the issuers that it trusts. */
@Configuration(proxyBeanMethods = false)
class SmartConfiguration {

    @Bean
    ClientKeys clientKeys(SmartProperties properties) {
        return ClientKeys.read(properties.keys());
    }

    @Bean
    BackendServices backendServices(ClientKeys keys, Clock clock) {
        return new BackendServices(keys, clock);
    }

    @Bean
    CodeGrant codeGrant(ClientKeys keys, Clock clock) {
        return new CodeGrant(keys, clock);
    }

    @Bean
    TokenVerifier tokenVerifier(SmartProperties properties, Clock clock) {
        return new TokenVerifier(properties.issuers(), clock);
    }

    /** Where servers fetch the hub's public keys; nothing without any. */
    @Bean
    @ConditionalOnWebApplication
    ServletRegistrationBean<JsonDocument> publicKeys(ClientKeys keys) {
        return JsonDocument.at("/.well-known/jwks.json", keys.isEmpty() ? "" : keys.published());
    }
}
