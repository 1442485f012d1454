package org.countersign.channel;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.Sensitive;
import org.countersign.provider.Json;
import org.countersign.provider.ProviderRequest;
import org.countersign.smart.LimitedHttp;
import org.countersign.testing.MutableClock;
import org.countersign.testing.TestKeys;

/** The real Kamelet and route files in a Camel context of their own. */
final class ChannelRoutes implements AutoCloseable {

    final DefaultCamelContext context = new DefaultCamelContext();
    final MutableClock clock = new MutableClock(Instant.parse("2026-11-24T02:04:20Z"));
    private final Properties settings = new Properties();
    private final LimitedHttp http;

    ChannelRoutes() {
        this(Duration.ofSeconds(20));
    }

    /** @param answerWithin how long a provider over HTTP may take */
    ChannelRoutes(Duration answerWithin) {
        http = new LimitedHttp(answerWithin, answerWithin, 64 * 1024);
        context.getPropertiesComponent().setInitialProperties(settings);
        context.getComponent("kamelet", KameletComponent.class).setLocation("file:routes/channels");
        bean("channelFailure", new ChannelFailure());
        bean("mailText", new MailText());
        var channels = new ChannelSettings(settings::getProperty);
        bean("json", new Json());
        bean("templateLanguage", new TemplateLanguage(channels));
        bean("providerRequest", new ProviderRequest(channels, http, clock));
        bean("twiml", new Twiml(VoiceCatalog.shipped(), channels, TestKeys.ring(), clock));
    }

    ChannelRoutes set(String name, Object value) {
        settings.setProperty(name, String.valueOf(value));
        return this;
    }

    ChannelRoutes bean(String name, Object bean) {
        context.getRegistry().bind(name, bean);
        return this;
    }

    /** Loads a file of the routes folder. */
    ChannelRoutes load(String file) {
        return loadFile(Path.of("routes", file));
    }

    ChannelRoutes loadFile(Path file) {
        try {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("file:" + file));
            return this;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    ChannelRoutes start() {
        context.start();
        return this;
    }

    /** Sends as the router does and returns the provider's reference; a failure of the channel is thrown as it is. */
    String send(String channel, String to, String text) {
        return send(channel, to, text, Map.of());
    }

    String send(String channel, String to, String text, Map<String, Object> more) {
        Map<String, Object> headers = new HashMap<>(Map.of("Reference", "4f1c/1", "Locale", "en-US"));
        headers.putAll(more);
        headers.put("To", to);
        headers.put("Transport", channel.equals("email") ? "email" : "sms");
        headers.put("Code", Sensitive.of("012345"));
        Exchange out = context.createFluentProducerTemplate()
                .to("kamelet:channel-" + channel)
                .withHeaders(headers)
                .withBody(text)
                .send();
        if (out.getException() instanceof RuntimeException failure) {
            throw failure;
        }
        if (out.getException() != null) {
            throw new CamelExecutionException("The channel failed", out, out.getException());
        }
        return out.getMessage().getHeader("ProviderReference", String.class);
    }

    @Override
    public void close() {
        context.stop();
        http.close();
    }
}
