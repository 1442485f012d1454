package org.countersign.verification;

import java.time.Clock;
import org.countersign.challenge.ChallengeIssuer;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.PatientLockStore;
import org.countersign.challenge.PersonFollower;
import org.countersign.event.TelecomValues;
import org.countersign.guard.ContactConsents;
import org.countersign.intake.FeedCatalog;
import org.countersign.platform.Pseudonyms;
import org.countersign.policy.PolicyCatalog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires what starts verifications. */
@Configuration(proxyBeanMethods = false)
class StartConfiguration {

    @Bean
    AskedCodeReader askedCodeReader(FeedCatalog feeds) {
        return new AskedCodeReader(feeds, new TelecomValues());
    }

    @Bean
    RequestGuard requestGuard(JdbcClient jdbc, RequestProperties limits, Clock clock) {
        return new RequestGuard(new RequestStore(jdbc), limits, clock);
    }

    @Bean
    VerificationStarter verificationStarter(
            JdbcClient jdbc,
            RequestGuard guard,
            PolicyCatalog policies,
            ChallengeIssuer issuer,
            PersonFollower follower,
            ContactConsents consents,
            ChallengeStore challenges,
            Pseudonyms pseudonyms,
            TransactionOperations transactions,
            Clock clock) {
        return new VerificationStarter(
                new RequestStore(jdbc),
                guard,
                new PatientLockStore(jdbc),
                policies,
                issuer,
                follower,
                consents,
                challenges,
                pseudonyms,
                transactions,
                clock);
    }
}
