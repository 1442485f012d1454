package org.countersign.answer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.countersign.audit.AuditTrail;
import org.countersign.challenge.ChallengeStore;
import org.countersign.platform.KeyRing;
import org.countersign.platform.WakeUps;
import org.countersign.resource.EhrServer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the way from the end of a challenge back to the EHR. */
@Configuration(proxyBeanMethods = false)
class AnswerConfiguration {

    @Bean
    AnswerStore answerStore(JdbcClient jdbc) {
        return new AnswerStore(jdbc);
    }

    @Bean
    AnswerOutbox answerOutbox(
            AnswerStore store,
            AnswerProperties settings,
            EhrServer ehr,
            RecordProperties records,
            WakeUps wakeUps,
            Clock clock) {
        return new AnswerOutbox(store, settings, ehr.client().map(client -> records), wakeUps, clock);
    }

    @Bean
    Settling settling(
            AnswerStore store,
            ChallengeStore challenges,
            AuditTrail trail,
            WakeUps wakeUps,
            TransactionOperations transactions,
            Clock clock) {
        return new Settling(store, challenges, trail, wakeUps, transactions, clock);
    }

    @Bean
    AnswerLetters answerLetters(AnswerStore store, KeyRing keys) {
        return new AnswerLetters(store, keys);
    }

    @Bean
    MllpAnswers mllpAnswers(
            AnswerStore store, AnswerProperties settings, Settling settling, AnswerLetters letters, Clock clock) {
        return new MllpAnswers(store, settings, settling, letters, clock);
    }

    @Bean
    ConnectionAnswers connectionAnswers(
            AnswerStore store,
            Settling settling,
            AnswerLetters letters,
            ObjectProvider<Connections> connections,
            Clock clock) {
        Connections here = connections.getIfAvailable(() -> Connections.NONE);
        return new ConnectionAnswers(store, settling, letters, here, clock);
    }

    @Bean
    FhirAnswers fhirAnswers(
            EhrServer ehr,
            RecordProperties settings,
            @Value("${countersign.audit.hub:countersign}") String hub,
            ChallengeStore challenges,
            Settling settling) {
        RecordEvidence evidence = new RecordEvidence(ehr.source(), hub);
        return new FhirAnswers(ehr, settings, new EvidenceWriter(evidence, settings, challenges), settling);
    }

    @Bean
    AnswerClock answerClock(AnswerStore store, WakeUps wakeUps, Clock clock) {
        return new AnswerClock(store, wakeUps, clock);
    }

    /** What routes write to as {@code mllp:}. */
    @Bean("mllp")
    OnceMllpComponent mllp(ObjectProvider<SslBundles> bundles) {
        return new OnceMllpComponent(name -> new BundleParameters(bundles.getObject(), name));
    }

    @Bean
    MeterBinder answerMetrics(AnswerStore store) {
        return registry -> {
            for (AnswerState state :
                    new AnswerState[] {AnswerState.WAITING, AnswerState.FAILED, AnswerState.REPORTED}) {
                Gauge.builder("countersign.answers", store, from -> from.count(state))
                        .tag("state", state.name().toLowerCase(java.util.Locale.ROOT))
                        .description("Answers to the EHR that wait, that failed, and that somebody has to look at")
                        .register(registry);
            }
        };
    }

    /** TLS as Spring Boot's bundle has it. */
    private static final class BundleParameters extends SSLContextParameters {

        private final SslBundles bundles;
        private final String name;

        BundleParameters(SslBundles bundles, String name) {
            this.bundles = bundles;
            this.name = name;
        }

        @Override
        public SSLContext createSSLContext(CamelContext context) {
            return bundles.getBundle(name).createSslContext();
        }
    }
}
