package org.countersign.channel;

import com.twilio.http.TwilioRestClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.KeyRing;
import org.countersign.platform.RouteFolder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Wires the channels; the bean names are the vocabulary of routes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({HandsetSettings.class, TwilioSettings.class})
class ChannelConfiguration {

    private static final String HANDSET = "handset";

    @Bean
    Handset handset(
            Clock clock, HandsetSettings settings, Environment environment, ObjectProvider<RouteFolder> folders) {
        List<String> providers =
                ChannelCatalog.read(folder(environment, folders), channel -> isSet(channel, environment))
                        .channels()
                        .stream()
                        .filter(channel -> !channel.name().equals(HANDSET)
                                && !channel.requires().isEmpty())
                        .filter(channel -> isSet(channel, environment))
                        .map(ChannelDescription::name)
                        .toList();
        boolean on = HandsetGuard.on(
                settings.enabled(),
                environment.getProperty("countersign.database.url", ""),
                providers,
                Optional.ofNullable(environment.getProperty("server.address")));
        return new Handset(clock, on);
    }

    @Bean
    ChannelCatalog channelCatalog(Handset handset, Environment environment, ObjectProvider<RouteFolder> folders) {
        return ChannelCatalog.read(
                folder(environment, folders),
                channel -> channel.name().equals(HANDSET) ? handset.isOn() : isSet(channel, environment));
    }

    @Bean
    ChannelHealth channelHealth(ChannelCatalog channels, Clock clock) {
        return new ChannelHealth(channels, clock);
    }

    @Bean
    ChannelSettings channelSettings(Environment environment) {
        return new ChannelSettings(environment::getProperty);
    }

    @Bean
    ChannelFailure channelFailure() {
        return new ChannelFailure();
    }

    @Bean
    MailText mailText() {
        return new MailText();
    }

    @Bean
    SmppFields smppFields() {
        return new SmppFields();
    }

    @Bean
    TwilioRestClient twilioRestClient(TwilioSettings settings) {
        return SinglePostClient.connect(settings);
    }

    @Bean
    TwilioFields twilioFields(TwilioSettings settings) {
        return new TwilioFields(settings);
    }

    @Bean
    VoiceCatalog voiceCatalog() {
        return VoiceCatalog.shipped();
    }

    @Bean
    CallLanguages callLanguages(VoiceCatalog voices, ChannelCatalog channels, Environment environment) {
        return new CallLanguages(
                voices, channels, Optional.ofNullable(environment.getProperty("countersign.locale", Locale.class)));
    }

    @Bean
    Twiml twiml(VoiceCatalog voices, ChannelSettings settings, KeyRing keys, Clock clock) {
        return new Twiml(voices, settings, keys, clock);
    }

    @Bean
    TemplateLanguage templateLanguage(ChannelSettings settings) {
        return new TemplateLanguage(settings);
    }

    private static Path folder(Environment environment, ObjectProvider<RouteFolder> folders) {
        String edited = environment.getProperty("countersign.routes", "routes");
        return folders.getIfAvailable(() -> new RouteFolder(Path.of(edited)))
                .path()
                .resolve("channels");
    }

    private static boolean isSet(ChannelDescription channel, Environment environment) {
        return channel.requires().stream().map(environment::getProperty).allMatch(StringUtils::hasText);
    }
}
