package org.countersign.archive;

import java.time.Clock;
import org.countersign.audit.AuditPreview;
import org.countersign.audit.AuditTrail;
import org.countersign.event.Hl7v2Reader;
import org.countersign.intake.IntakeRehearsal;
import org.countersign.intake.MessageSubjects;
import org.countersign.message.MessageComposer;
import org.countersign.platform.KeyRing;
import org.countersign.platform.WakeUps;
import org.countersign.policy.PolicyCatalog;
import org.countersign.resource.FhirReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the message store and the try-out. */
@Configuration(proxyBeanMethods = false)
class ArchiveConfiguration {

    @Bean
    MessageSearchStore messageSearchStore(JdbcClient jdbc) {
        return new MessageSearchStore(jdbc);
    }

    @Bean
    MessageViewer messageViewer(
            MessageSearchStore store,
            IntakeRehearsal feeds,
            KeyRing keys,
            MessageSubjects subjects,
            AuditTrail trail,
            TransactionOperations transactions,
            WakeUps wakeUps,
            Clock clock) {
        return new MessageViewer(store, feeds, keys, subjects, trail, transactions, wakeUps, clock);
    }

    @Bean
    TryOut tryOut(
            IntakeRehearsal intake,
            Hl7v2Reader reader,
            FhirReader resources,
            PolicyCatalog policies,
            MessageComposer composer,
            AuditPreview preview,
            Clock clock) {
        return new TryOut(intake, reader, resources, policies, composer, new TriedAudit(preview), clock);
    }

    @Bean
    MessageRetention messageRetention(JdbcClient jdbc, RetentionProperties settings, Clock clock) {
        return new MessageRetention(new RetentionRowStore(jdbc), settings, clock);
    }
}
