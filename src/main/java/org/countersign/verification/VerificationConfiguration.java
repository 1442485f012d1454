package org.countersign.verification;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeStore;
import org.countersign.platform.Pseudonyms;
import org.countersign.platform.Sensitive;
import org.countersign.policy.PolicyCatalog;
import org.countersign.silent.SilentLinks;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the REST API. */
@Configuration(proxyBeanMethods = false)
class VerificationConfiguration {

    @Bean
    ApiKeys apiKeys(ApiProperties properties, @Value("${countersign.data:data}") Path data) {
        ApiKeys keys = properties.key().isBlank()
                ? ApiKeys.open(data.resolve("secrets").resolve("api-key"))
                : ApiKeys.configured(Sensitive.of(properties.key()));
        return properties.unmaskKey().isBlank() ? keys : keys.withUnmaskKey(Sensitive.of(properties.unmaskKey()));
    }

    @Bean
    SendAsker sendAsker(
            ChallengeStore challenges,
            ChallengeArbiter arbiter,
            PolicyCatalog policies,
            JdbcClient jdbc,
            Pseudonyms pseudonyms,
            TransactionOperations transactions,
            Clock clock) {
        return new SendAsker(challenges, arbiter, policies, new RequestStore(jdbc), pseudonyms, transactions, clock);
    }

    @Bean
    VerificationViews verificationViews(ObjectProvider<SilentLinks> links) {
        return new VerificationViews(
                challenge -> Optional.ofNullable(links.getIfAvailable()).flatMap(silent -> silent.of(challenge)));
    }

    @Bean
    ProblemResolver problemResolver() {
        return new ProblemResolver();
    }
}
