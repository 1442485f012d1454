package org.countersign.testing;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Pseudonyms;
import org.countersign.platform.WakeUps;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Some packages of the hub wired as the hub wires them, on a database of their own, with a clock to move and wake-ups
 * that are kept.
 */
public final class Parts implements AutoCloseable {

    private final TestDatabase database = TestDatabase.create();
    private final MutableClock clock;
    private final RecordingWakeUps wakeUps = new RecordingWakeUps();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    /** @param packages short names, as {@code challenge}; each with all that it stands on */
    public Parts(Instant now, Map<String, Object> settings, String... packages) {
        this(now, settings, List.of(), packages);
    }

    /** @param beans what the packages find beside each other */
    public Parts(Instant now, Map<String, Object> settings, List<Object> beans, String... packages) {
        clock = new MutableClock(now);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
        context.register(PropertiesBinding.class);
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(KeyRing.class, TestKeys::ring);
        context.registerBean(Pseudonyms.class, TestKeys::pseudonyms);
        context.registerBean(WakeUps.class, () -> wakeUps);
        context.registerBean(DataSource.class, database::dataSource);
        context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(database.dataSource()));
        context.registerBean(JdbcClient.class, database::jdbc);
        JdbcTransactionManager transactions = new JdbcTransactionManager(database.dataSource());
        context.registerBean(PlatformTransactionManager.class, () -> transactions);
        context.registerBean(TransactionTemplate.class, () -> new TransactionTemplate(transactions));
        beans.forEach(bean ->
                context.getBeanFactory().registerSingleton(bean.getClass().getName(), bean));
        context.register(configuration("smart"));
        context.register(configuration("lookup"));
        for (String name : packages) {
            context.register(configuration(name));
        }
        context.refresh();
    }

    /** By name, not by a scan: a scan would take the configurations of other tests as well. */
    private static Class<?> configuration(String name) {
        String simple = Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Configuration";
        try {
            return Class.forName("org.countersign." + name + "." + simple);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("There is no " + simple, e);
        }
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    public JdbcClient jdbc() {
        return database.jdbc();
    }

    public TransactionTemplate transactions() {
        return get(TransactionTemplate.class);
    }

    public MutableClock clock() {
        return clock;
    }

    public RecordingWakeUps wakeUps() {
        return wakeUps;
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }

    @EnableConfigurationProperties
    @org.springframework.boot.context.properties.ConfigurationPropertiesScan("org.countersign")
    static class PropertiesBinding {}
}
