package org.countersign.archive;

import jakarta.jms.ConnectionFactory;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.countersign.testing.WebHub;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;

/**
 * The hub as far as it speaks to portals, with intake and the message store; no broker, no routes. Not annotated as a
 * configuration, so that no scan of its package finds it.
 */
@ConfigurationPropertiesScan({
    "org.countersign.resource",
    "org.countersign.answer",
    "org.countersign.intake",
    "org.countersign.archive"
})
@Import({WebHub.class, ArchiveHub.Parts.class})
class ArchiveHub {

    /** Of the caller that may see messages unmasked. */
    static final String UNMASK_KEY = "another-key-for-tests";

    /** Never connected to: nothing is given up here. */
    @Bean
    ConnectionFactory connectionFactory() {
        return new ActiveMQConnectionFactory("vm://nowhere");
    }

    static final class Parts implements ImportSelector {

        @Override
        public String[] selectImports(AnnotationMetadata metadata) {
            return Stream.of(
                            "event.EventConfiguration",
                            "policy.PolicyConfiguration",
                            "message.MessageConfiguration",
                            "resource.ResourceConfiguration",
                            "answer.AnswerConfiguration",
                            "guard.GuardConfiguration",
                            "intake.IntakeConfiguration",
                            "archive.ArchiveConfiguration",
                            "archive.MessageController",
                            "archive.DeadLetterController",
                            "archive.TryController")
                    .map("org.countersign."::concat)
                    .toArray(String[]::new);
        }
    }
}
