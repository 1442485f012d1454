package org.countersign.audit;

import java.time.Clock;
import org.countersign.platform.KeyRing;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    SubjectSeal subjectSeal(KeyRing keys) {
        return new SubjectSeal(keys);
    }

    @Bean
    AuditTrail auditTrail(JdbcClient jdbc, SubjectSeal seal) {
        return new AuditTrailStore(jdbc, seal);
    }

    @Bean
    AuditChain auditChain(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            KeyRing keys,
            Clock clock,
            AuditProperties properties) {
        return new AuditChain(new ChainStore(jdbc), transactions, keys, clock, properties.chain());
    }

    @Bean
    AuditEventMapper auditEventMapper(AuditProperties properties) {
        return new AuditEventMapper(properties.hub());
    }
}
