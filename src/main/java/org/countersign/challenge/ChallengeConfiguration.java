package org.countersign.challenge;

import java.time.Clock;
import org.countersign.audit.AuditTrail;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Pseudonyms;
import org.countersign.platform.WakeUps;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the challenge and its arbiter. */
@Configuration(proxyBeanMethods = false)
class ChallengeConfiguration {

    @Bean
    CodeDeriver codeDeriver(KeyRing keys) {
        return new CodeDeriver(keys);
    }

    @Bean
    ChallengeStore challengeStore(JdbcClient jdbc, KeyRing keys) {
        return new JdbcChallengeStore(jdbc, keys);
    }

    @Bean
    SurvivorStore survivorStore(JdbcClient jdbc, KeyRing keys) {
        return new SurvivorStore(jdbc, keys);
    }

    @Bean
    ChallengeArbiter challengeArbiter(
            ChallengeStore store,
            AuditTrail trail,
            WakeUps wakeUps,
            TransactionOperations transactions,
            ObjectProvider<Outcomes> outcomes) {
        return new ChallengeArbiter(
                store,
                trail,
                wakeUps,
                transactions,
                (ended, transition) -> outcomes.orderedStream().forEach(one -> one.closed(ended, transition)));
    }

    @Bean
    ChallengeIssuer challengeIssuer(
            ChallengeStore store, ChallengeArbiter arbiter, KeyRing keys, Pseudonyms pseudonyms, Clock clock) {
        return new ChallengeIssuer(store, arbiter, keys, pseudonyms, clock);
    }

    @Bean
    ReplayGuard replayGuard(ChallengeStore store, ChallengeArbiter arbiter, ChallengeIssuer issuer, Clock clock) {
        return new ReplayGuard(store, arbiter, issuer, clock);
    }

    @Bean
    CodeVerifier codeVerifier(
            ChallengeStore store,
            ChallengeArbiter arbiter,
            JdbcClient jdbc,
            CodeDeriver deriver,
            AuditTrail trail,
            WakeUps wakeUps,
            TransactionOperations transactions,
            Clock clock) {
        CheckAnswers answers = new JdbcCheckAnswerStore(jdbc);
        return new CodeVerifier(store, arbiter, answers, deriver, trail, wakeUps, transactions, clock);
    }
}
