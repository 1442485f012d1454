package org.countersign.audit;

import ca.uhn.fhir.context.FhirContext;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.countersign.fhir.FhirClient;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Pseudonyms;
import org.countersign.smart.BackendServices;
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
    AuditEventReader auditEventReader(SubjectSeal seal, AuditProperties properties) {
        return new AuditEventReader(seal, new AuditEventMapper(properties.hub()));
    }

    @Bean
    AuditEventProvider auditEventProvider(JdbcClient jdbc, AuditEventReader events, Pseudonyms pseudonyms) {
        return new AuditEventProvider(new AuditSearchStore(jdbc), new AuditSearchReader(pseudonyms), events);
    }

    @Bean
    AuditPreview auditPreview(FhirContext context, AuditProperties properties) {
        return new AuditPreview(context, new AuditEventMapper(properties.hub()));
    }

    @Bean
    AuditOutbox auditOutbox(
            FhirContext context,
            JdbcTemplate jdbc,
            AuditEventReader reader,
            Clock clock,
            AuditProperties properties,
            BackendServices services) {
        AuditProperties.Server server = properties.server();
        Optional<FhirClient> client = server.isConfigured()
                ? Optional.of(new FhirClient(context, server.address(services)))
                : Optional.empty();
        var pause = new RetryPause(server.retryAfter(), server.retryAtMost(), clock, new SecureRandom());
        return new AuditOutbox(client, new ShippingStore(jdbc), reader, pause, clock, server.batch());
    }

    @Bean
    MeterBinder auditMetrics(AuditOutbox outbox) {
        return outbox::bindTo;
    }
}
