package org.countersign.message;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the words. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PortalSettings.class)
class MessageConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(MessageConfiguration.class);

    @Bean
    MessageCatalog messageCatalog() {
        MessageCatalog catalog = MessageCatalog.shipped();
        // Read now, since reading takes a while that a step which is due when the hub comes back has not got.
        catalog.language(Locale.ENGLISH);
        return catalog;
    }

    @Bean
    MessageComposer messageComposer(MessageCatalog catalog, PortalSettings portal) {
        webOtp(portal)
                .filter(line -> line.host().length() > SmsWriter.HOST_AT_MOST)
                .ifPresent(line -> LOG.warn(
                        "countersign.portal.host has {} characters; of more than {}, an SMS may take two segments",
                        line.host().length(),
                        SmsWriter.HOST_AT_MOST));
        return new MessageComposer(catalog, webOtp(portal));
    }

    @Bean
    FacilityTextReader facilityTextReader(MessageCatalog catalog, PortalSettings portal) {
        return new FacilityTextReader(catalog, webOtp(portal));
    }

    private static Optional<WebOtpLine> webOtp(PortalSettings portal) {
        return Optional.ofNullable(portal.host())
                .filter(Predicate.not(String::isBlank))
                .map(WebOtpLine::new);
    }
}
