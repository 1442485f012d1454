package org.countersign.dispatch;

import java.time.Clock;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.CodeDeriver;
import org.countersign.channel.CallLanguages;
import org.countersign.channel.ChannelHealth;
import org.countersign.guard.SendGuard;
import org.countersign.lookup.Lookups;
import org.countersign.message.MessageComposer;
import org.countersign.platform.Pseudonyms;
import org.countersign.platform.WakeUps;
import org.countersign.terms.ChannelCosts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the way from a due step to its receipt. */
@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {

    @Bean
    AttemptStore attemptStore(JdbcClient jdbc) {
        return new AttemptStore(jdbc);
    }

    @Bean
    KnownNumberStore knownNumberStore(JdbcClient jdbc) {
        return new KnownNumberStore(jdbc);
    }

    @Bean
    DeliveryReceipts deliveryReceipts(
            AttemptStore attempts, ChallengeArbiter arbiter, TransactionOperations transactions, Clock clock) {
        return new DeliveryReceipts(attempts, arbiter, transactions, clock);
    }

    @Bean
    RouteDispatcher dispatcher(
            ChallengeStore challenges,
            ChallengeArbiter arbiter,
            AttemptStore attempts,
            SendGuard guard,
            CodeDeriver codes,
            MessageComposer composer,
            CallLanguages calls,
            Pseudonyms pseudonyms,
            DeliveryReceipts receipts,
            Lookups lookups,
            KnownNumberStore known,
            ChannelHealth health,
            ChannelCosts costs,
            TransactionOperations transactions,
            Clock clock) {
        Dispatcher dispatcher = new Dispatcher(
                challenges,
                arbiter,
                attempts,
                guard,
                codes,
                composer,
                calls::spoken,
                pseudonyms,
                receipts,
                transactions,
                clock);
        NumberCheck numbers = new NumberCheck(lookups, challenges, arbiter, known, pseudonyms, dispatcher, clock);
        return new RouteDispatcher(dispatcher, numbers, health, costs);
    }

    @Bean
    StepClock stepClock(ChallengeStore challenges, AttemptStore attempts, WakeUps wakeUps, Clock clock) {
        return new StepClock(challenges, attempts, wakeUps, clock);
    }
}
