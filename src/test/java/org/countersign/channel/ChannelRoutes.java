package org.countersign.channel;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/** The real Kamelet and route files in a Camel context of their own. */
final class ChannelRoutes implements AutoCloseable {

    final DefaultCamelContext context = new DefaultCamelContext();
    private final Properties settings = new Properties();

    ChannelRoutes() {
        context.getPropertiesComponent().setInitialProperties(settings);
        context.getComponent("kamelet", KameletComponent.class).setLocation("file:routes/channels");
        bean("channelFailure", new ChannelFailure());
        bean("mailText", new MailText());
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
        Map<String, Object> headers = new HashMap<>(more);
        headers.put("To", to);
        headers.put("Reference", "4f1c/1");
        headers.put("Locale", "en-US");
        headers.put("Transport", channel.equals("email") ? "email" : "sms");
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
    }
}
