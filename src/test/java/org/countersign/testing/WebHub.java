package org.countersign.testing;

import java.time.Instant;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Pseudonyms;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.thymeleaf.ThymeleafAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;

/**
 * The hub as far as it speaks to browsers and portals: real Tomcat, real PostgreSQL, a clock to move; no broker, no
 * routes. Use with {@code @SpringBootTest(classes = WebHub.class, webEnvironment = RANDOM_PORT)}.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    PropertyPlaceholderAutoConfiguration.class,
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    ThymeleafAutoConfiguration.class,
    ValidationAutoConfiguration.class,
    SecurityAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class
})
@ConfigurationPropertiesScan({
    "org.countersign.smart",
    "org.countersign.audit",
    "org.countersign.verification",
    "org.countersign.console"
})
@Import(WebHub.Parts.class)
public class WebHub {

    /** Of the user {@code pharmacist}, where a test sets {@code countersign.console.password}. */
    public static final String PASSWORD = "correct horse battery";

    public static final Instant START = Instant.parse("2030-01-01T10:00:00Z");

    @Bean(destroyMethod = "close")
    TestDatabase testDatabase() {
        return TestDatabase.create();
    }

    @Bean(destroyMethod = "")
    DataSource dataSource(TestDatabase database) {
        return database.dataSource();
    }

    @Bean
    MutableClock clock() {
        return new MutableClock(START);
    }

    @Bean
    KeyRing keyRing() {
        return TestKeys.ring();
    }

    @Bean
    Pseudonyms pseudonyms() {
        return TestKeys.pseudonyms();
    }

    @Bean
    RecordingWakeUps wakeUps() {
        return new RecordingWakeUps();
    }

    /** The configurations are package-private, so they are named. */
    static final class Parts implements ImportSelector {

        @Override
        public String[] selectImports(AnnotationMetadata metadata) {
            return Stream.of(
                            "smart.SmartConfiguration",
                            "fhir.FhirConfiguration",
                            "audit.AuditConfiguration",
                            "message.MessageConfiguration",
                            "policy.PolicyConfiguration",
                            "challenge.ChallengeConfiguration",
                            "message.MessageConfiguration",
                            "verification.VerificationConfiguration",
                            "verification.VerificationController",
                            "verification.SendController",
                            "console.ConsoleConfiguration",
                            "console.ConsoleSecurityConfiguration",
                            "console.SignInController",
                            "console.RefillsController")
                    .map("org.countersign."::concat)
                    .toArray(String[]::new);
        }
    }
}
