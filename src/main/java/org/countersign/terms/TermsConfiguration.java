package org.countersign.terms;

import java.nio.file.Path;
import org.countersign.channel.ChannelCatalog;
import org.countersign.channel.ChannelHealth;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.RouteFolder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires the terms; the names of the beans are the vocabulary of routes. */
@Configuration(proxyBeanMethods = false)
class TermsConfiguration {

    @Bean
    TermsCatalog termsCatalog(Environment environment, ObjectProvider<RouteFolder> folders) {
        String edited = environment.getProperty("countersign.routes", "routes");
        return TermsCatalog.read(
                folders.getIfAvailable(() -> new RouteFolder(Path.of(edited))).path());
    }

    @Bean
    SenderIds senderIds(TermsCatalog terms, ChannelCatalog channels, ChannelSettings settings) {
        return new SenderIds(terms, channels, settings);
    }

    @Bean
    ChannelCosts channelCosts(TermsCatalog terms, ChannelCatalog channels, ChannelHealth health) {
        return new ChannelCosts(terms, channels, health);
    }
}
