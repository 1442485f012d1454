package org.countersign.guard;

import java.time.Clock;
import org.countersign.audit.AuditTrail;
import org.countersign.platform.Pseudonyms;
import org.countersign.platform.WakeUps;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires what stands before a send. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitProperties.class)
class GuardConfiguration {

    @Bean
    SendGuard sendGuard(JdbcClient jdbc, DoNotContact doNotContact, ContactConsents consents, LimitProperties limits) {
        return new SendGuard(new SendCountStore(jdbc), doNotContact, consents, limits);
    }

    @Bean
    DoNotContact doNotContact(
            JdbcClient jdbc,
            Pseudonyms pseudonyms,
            AuditTrail trail,
            TransactionOperations transactions,
            WakeUps wakeUps,
            Clock clock) {
        return new DoNotContact(new DoNotContactStore(jdbc), pseudonyms, trail, transactions, wakeUps, clock);
    }

    @Bean
    ContactConsents contactConsents(JdbcClient jdbc, Pseudonyms pseudonyms) {
        return new ContactConsents(new ContactConsentStore(jdbc), pseudonyms);
    }
}
