package org.countersign.silent;

import java.time.Clock;
import org.apache.camel.ProducerTemplate;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeStore;
import org.countersign.channel.ChannelHealth;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.KeyRing;
import org.countersign.policy.PolicyCatalog;
import org.countersign.smart.CodeGrant;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires silent authentication; the bean names are the vocabulary of routes. */
@Configuration(proxyBeanMethods = false)
class SilentConfiguration {

    @Bean
    SilentSettings silentSettings(ChannelSettings settings, CodeGrant grant) {
        return new SilentSettingsReader(settings, grant.hasKeys()).read();
    }

    @Bean
    Operators operators(SilentSettings settings) {
        return new Operators(settings.operators());
    }

    @Bean
    SilentTickets silentTickets(ChallengeStore challenges, KeyRing keys) {
        return new SilentTickets(challenges, keys);
    }

    @Bean
    SilentStates silentStates(KeyRing keys) {
        return new SilentStates(keys);
    }

    @Bean
    SilentLinks silentLinks(SilentSettings settings, SilentTickets tickets, PolicyCatalog policies) {
        return new SilentLinks(settings, tickets, policies);
    }

    @Bean
    SilentOffers silentOffers(Operators operators, ChallengeStore challenges) {
        return new SilentOffers(operators, challenges);
    }

    @Bean
    SilentAnswers silentAnswers(
            SilentSettings settings,
            Operators operators,
            SilentStates states,
            CodeGrant grant,
            ChallengeArbiter arbiter,
            ChannelHealth health,
            Clock clock) {
        return new SilentAnswers(settings, operators, states, grant, arbiter, health, clock);
    }

    @Bean
    SilentOpening silentOpening(
            SilentSettings settings,
            Operators operators,
            SilentTickets tickets,
            SilentStates states,
            ChallengeStore challenges,
            ChallengeArbiter arbiter,
            Clock clock) {
        return new SilentOpening(settings, operators, tickets, states, challenges, arbiter, clock);
    }

    @Bean
    SilentReturn silentReturn(SilentSettings settings, SilentStates states, ObjectProvider<ProducerTemplate> routes) {
        return new SilentReturn(settings, states, new AnswerRoute(routes::getObject));
    }
}
