package org.countersign.node;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Pseudonyms;
import org.countersign.platform.WakeUps;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.support.QosSettings;

/** Gives the hub what it stands on: its own servers, or those of the URLs that are set. */
@Configuration(proxyBeanMethods = false)
class NodeConfiguration {

    private static final int PRODUCERS = 16;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    DataFolder dataFolder(NodeProperties properties) {
        return DataFolder.claim(properties.data());
    }

    @Bean
    KeyRing keyRing(NodeProperties properties, DataFolder folder) {
        return KeyRingFile.open(properties.keyRingFile());
    }

    @Bean
    Pseudonyms pseudonyms(KeyRing keys) {
        return new Pseudonyms(keys);
    }

    @Bean
    @Conditional(Embedded.Database.class)
    LocalPostgres localPostgres(NodeProperties properties, DataFolder folder) {
        return LocalPostgres.start(
                folder.path().resolve("postgres"), properties.database().port());
    }

    @Bean
    HikariDataSource dataSource(NodeProperties properties, ObjectProvider<LocalPostgres> local) {
        NodeProperties.Database database = properties.database();
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("countersign");
        pool.setMaximumPoolSize(database.connections());
        LocalPostgres server = local.getIfAvailable();
        if (server != null) {
            pool.setJdbcUrl(server.jdbcUrl());
            pool.setPassword(server.password().reveal());
        } else {
            pool.setJdbcUrl(database.url());
            pool.setUsername(database.username());
            pool.setPassword(database.password());
        }
        return new HikariDataSource(pool);
    }

    @Bean(destroyMethod = "stop")
    @Conditional(Embedded.Broker.class)
    LocalBroker localBroker(DataFolder folder) {
        return LocalBroker.start(folder.path().resolve("artemis"));
    }

    /** What Camel's consumers connect with, and all who send persistent messages. */
    @Bean
    ConnectionFactory connectionFactory(NodeProperties properties, ObjectProvider<LocalBroker> local) {
        NodeProperties.Broker broker = properties.broker();
        ConnectionFactory raw = local.getIfAvailable() != null
                ? LocalBroker.connectionFactory()
                : new ActiveMQConnectionFactory(broker.url(), broker.username(), broker.password());
        CachingConnectionFactory caching = new CachingConnectionFactory(raw);
        caching.setSessionCacheSize(PRODUCERS);
        caching.setCacheConsumers(false);
        return caching;
    }

    @Bean
    WakeUps wakeUps(ConnectionFactory connections, Clock clock) {
        JmsTemplate jms = new JmsTemplate(connections);
        QosSettings notPersistent = new QosSettings();
        notPersistent.setDeliveryMode(jakarta.jms.DeliveryMode.NON_PERSISTENT);
        jms.setQosSettings(notPersistent);
        return new JmsWakeUps(jms, clock);
    }
}
