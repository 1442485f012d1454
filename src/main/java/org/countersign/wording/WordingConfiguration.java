package org.countersign.wording;

import java.nio.file.Path;
import org.countersign.message.FacilityTextReader;
import org.countersign.message.MessageComposer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the texts of facilities; they are read before anything is sent. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WordingSettings.class)
class WordingConfiguration {

    @Bean
    WordingDirectory wordingDirectory(
            WordingSettings settings, FacilityTextReader facilityTextReader, MessageComposer composer) {
        var directory = new WordingDirectory(Path.of(settings.routes(), "messages"), facilityTextReader, composer::use);
        directory.reload();
        return directory;
    }

    @Bean
    WordingHealthIndicator wordingHealthIndicator(WordingDirectory directory) {
        return new WordingHealthIndicator(directory);
    }
}
