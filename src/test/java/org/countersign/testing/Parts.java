package org.countersign.testing;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Pseudonyms;
import org.countersign.platform.WakeUps;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.type.filter.RegexPatternTypeFilter;
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
        ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(context);
        // what a test of those packages configures for itself is not the hub's
        scanner.addExcludeFilter(new RegexPatternTypeFilter(Pattern.compile(".*(IT|Test)\\$.*")));
        for (String name : packages) {
            scanner.scan("org.countersign." + name);
        }
        context.refresh();
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
