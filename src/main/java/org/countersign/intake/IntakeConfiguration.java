package org.countersign.intake;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import org.countersign.answer.AnswerOutbox;
import org.countersign.audit.AuditTrail;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeIssuer;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.PersonFollower;
import org.countersign.challenge.ReplayGuard;
import org.countersign.challenge.SurvivorStore;
import org.countersign.event.Hl7v2Reader;
import org.countersign.guard.ContactConsents;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Pseudonyms;
import org.countersign.platform.WakeUps;
import org.countersign.policy.PolicyCatalog;
import org.countersign.resource.FhirReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jms.JmsException;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the way from a frame to what it leads to. */
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(IntakeConfiguration.class);
    private static final String DEAD = "countersign.dead";

    @Bean
    FeedCatalog feedCatalog(FeedProperties properties) {
        return new FeedCatalog(properties.feeds());
    }

    @Bean
    EventInbox eventInbox(
            JdbcTemplate jdbc,
            AnswerOutbox answers,
            TransactionOperations transactions,
            WakeUps wakeUps,
            IntakeProperties settings) {
        return new EventInbox(new InboxStore(jdbc, answers::repeated), transactions, wakeUps, settings);
    }

    @Bean
    EventIntake eventIntake(FeedCatalog feeds, EventInbox inbox, KeyRing keys, Pseudonyms pseudonyms, Clock clock) {
        return new EventIntake(feeds, inbox, new Acknowledgement(clock), keys, pseudonyms, clock);
    }

    @Bean
    ResourceIntake resourceIntake(EventInbox inbox, KeyRing keys, Pseudonyms pseudonyms, Clock clock) {
        return new ResourceIntake(inbox, keys, pseudonyms, clock);
    }

    @Bean
    OpenConnections openConnections() {
        return new OpenConnections();
    }

    @Bean("mllp-feed")
    MllpFeedComponent mllpFeed(
            FeedCatalog feeds, IntakeProperties settings, OpenConnections open, ObjectProvider<EventIntake> intake) {
        return new MllpFeedComponent(
                feeds,
                new FrameBudget(settings.unanswered().toBytes()),
                new FrameBudget(settings.unfinished().toBytes()),
                open,
                // asked for late, so that routes can be checked where there is no database
                (frame, feed) -> intake.getObject().refuse(frame, feed));
    }

    @Bean
    MeterBinder feedMetrics(FeedCatalog feeds, MllpFeedComponent listeners) {
        return registry -> feeds.names()
                .forEach(name -> FunctionCounter.builder(
                                "countersign.feed.refused", listeners.refused(name), RefusedConnections::count)
                        .description("Connections that the feed refused")
                        .tag("feed", name)
                        .register(registry));
    }

    @Bean
    DeadLetters deadLetters(ConnectionFactory connections) {
        JmsTemplate jms = new JmsTemplate(connections);
        return (inboxId, reason) -> {
            try {
                jms.send(DEAD, session -> {
                    var message = session.createTextMessage(Long.toString(inboxId));
                    message.setStringProperty("reason", reason);
                    return message;
                });
            } catch (JmsException e) {
                LOG.warn("Message {} was given up and is not in {}; its row says so", inboxId, DEAD, e);
            }
        };
    }

    @Bean
    IntakeRehearsal intakeRehearsal(FeedCatalog feeds, Clock clock) {
        return new IntakeRehearsal(feeds, new Acknowledgement(clock));
    }

    @Bean
    MessageSubjects messageSubjects(Pseudonyms pseudonyms) {
        return new MessageSubjects(pseudonyms);
    }

    @Bean
    MessageReplay messageReplay(
            JdbcClient jdbc,
            EventIntake intake,
            FeedCatalog feeds,
            Hl7v2Reader reader,
            FhirReader resources,
            EventWork events,
            AuditTrail trail,
            KeyRing keys,
            MessageSubjects subjects,
            TransactionOperations transactions,
            WakeUps wakeUps,
            Clock clock) {
        StoredMessageReader stored = new StoredMessageReader(feeds, reader, resources, events, keys);
        ReplayWork work = new ReplayWork(stored, events, trail, subjects, clock);
        return new MessageReplay(new ReplayRowStore(jdbc), stored, work, intake, transactions, wakeUps, clock);
    }

    @Bean
    DecisionComparison decisionComparison(
            JdbcClient jdbc, FeedCatalog feeds, Hl7v2Reader reader, FhirReader resources, KeyRing keys) {
        return new DecisionComparison(new LatestRowStore(jdbc), feeds, reader, resources.withoutEhr(), keys);
    }

    @Bean
    PersonFollower personFollower(
            ChallengeStore challenges,
            ChallengeArbiter arbiter,
            PolicyCatalog policies,
            KeyRing keys,
            Pseudonyms pseudonyms,
            SurvivorStore survivors,
            Clock clock) {
        return new PersonFollower(challenges, arbiter, policies, keys, pseudonyms, survivors, clock);
    }

    @Bean
    EventWork eventWork(
            PolicyCatalog policies,
            ChallengeIssuer issuer,
            ReplayGuard guard,
            PersonFollower follower,
            ContactConsents consents) {
        return new EventWork(policies, issuer, guard, follower, consents);
    }

    @Bean
    InboxDrain inboxDrain(
            JdbcClient jdbc,
            FeedCatalog feeds,
            Hl7v2Reader reader,
            FhirReader resources,
            EventWork events,
            AuditTrail trail,
            KeyRing keys,
            Pseudonyms pseudonyms,
            TransactionOperations transactions,
            WakeUps wakeUps,
            DeadLetters deadLetters,
            IntakeProperties settings,
            AnswerOutbox answers,
            Clock clock) {
        WaitingRowStore rows = new WaitingRowStore(jdbc);
        MessageWork work =
                new MessageWork(rows, feeds, reader, resources, events, trail, keys, pseudonyms, clock, answers);
        return new InboxDrain(rows, work, transactions, wakeUps, deadLetters, settings, clock);
    }
}
