package org.countersign.testing;

import jakarta.jms.ConnectionFactory;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@link WebHub} with intake: what comes in by FHIR is stored, and read and decided when a test drains it. */
@Configuration(proxyBeanMethods = false)
@ConfigurationPropertiesScan({
    "org.countersign.policy",
    "org.countersign.answer",
    "org.countersign.resource",
    "org.countersign.intake",
    "org.countersign.fhirintake",
    "org.countersign.fhir"
})
@Import({WebHub.class, FhirHub.More.class})
public class FhirHub {

    /** Never connected: no test here gives a message up. */
    @Bean
    ConnectionFactory connectionFactory() {
        return new ActiveMQConnectionFactory("vm://0");
    }

    /** {@code STATE type id reason} of each row, in order. */
    public static List<String> rows(JdbcClient jdbc) {
        return jdbc
                .sql("select state || ' ' || control_id || ' ' || reason from inbox order by id")
                .query(String.class)
                .list()
                .stream()
                .map(String::strip)
                .toList();
    }

    /** State and act of each challenge, in order. */
    public static List<String> challenges(JdbcClient jdbc) {
        return jdbc.sql("select state || ' ' || act from challenge order by inbox_id")
                .query(String.class)
                .list();
    }

    static final class More implements ImportSelector {

        @Override
        public String[] selectImports(AnnotationMetadata metadata) {
            return Stream.of(
                            "event.EventConfiguration",
                            "resource.ResourceConfiguration",
                            "policy.PolicyConfiguration",
                            "message.MessageConfiguration",
                            "answer.AnswerConfiguration",
                            "guard.GuardConfiguration",
                            "intake.IntakeConfiguration",
                            "fhirintake.FhirintakeConfiguration")
                    .map("org.countersign."::concat)
                    .toArray(String[]::new);
        }
    }
}
