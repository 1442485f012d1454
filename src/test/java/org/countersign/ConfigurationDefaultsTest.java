package org.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

/** A hub without any setting is complete, and open to this machine alone. */
class ConfigurationDefaultsTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ConfigurationPropertiesAutoConfiguration.class, ValidationAutoConfiguration.class))
            .withUserConfiguration(AllProperties.class);

    @Test
    void everySettingHasADefaultThatIsValid() {
        runner.run(context -> assertThat(context)
                .hasNotFailed()
                .satisfies(started -> assertThat(started.getBeansWithAnnotation(ConfigurationProperties.class))
                        .hasSizeGreaterThan(6)));
    }

    @Test
    void everyGroupOfSettingsIsInTheReadme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        runner.run(context -> assertThat(context.getBeansWithAnnotation(ConfigurationProperties.class)
                        .values())
                .allSatisfy(settings -> {
                    ConfigurationProperties prefix = settings.getClass().getAnnotation(ConfigurationProperties.class);
                    assertThat(readme).contains("`" + prefix.value() + ".");
                }));
    }

    @Test
    void aSettingThatIsOutOfRangeStopsTheStartAndIsNamed() {
        runner.withPropertyValues("countersign.database.port=70000")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("database.port"));
    }

    @Test
    void pagesAndApisListenToThisMachineAlone() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("application.yaml"));
        Properties shipped = java.util.Objects.requireNonNull(yaml.getObject());
        assertThat(shipped.getProperty("server.address")).isEqualTo("127.0.0.1");
    }

    @Test
    void noSecretIsShipped() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources"))) {
            List<Path> texts = files.filter(file -> file.toString().endsWith(".yaml"))
                    // The pages have the word password in their words.
                    .filter(file -> !file.getParent().endsWith("pages"))
                    .toList();
            assertThat(texts).isNotEmpty();
            for (Path text : texts) {
                assertThat(Files.readString(text))
                        .doesNotContainPattern("(?im)^\\s*(password|secret|auth-token):\\s*\\S");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConfigurationPropertiesScan("org.countersign")
    static class AllProperties {}
}
