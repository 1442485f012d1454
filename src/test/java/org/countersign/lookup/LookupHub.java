package org.countersign.lookup;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.countersign.channel.ChannelFailure;
import org.countersign.guard.NumberProfiles;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.Sensitive;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;
import org.countersign.provider.Json;
import org.countersign.provider.LookupRequest;
import org.countersign.testing.AuthorizationServer;
import org.countersign.testing.KeyFiles;
import org.countersign.testing.MutableClock;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The lookups of a routes folder wired as the hub wires them, with a clock to move and an authorization server. */
final class LookupHub implements AutoCloseable {

    static final String NUMBER = "+14155550123";

    final MutableClock clock = new MutableClock(Instant.parse("2026-11-24T02:04:20Z"));
    final AuthorizationServer tokens = AuthorizationServer.start(clock);
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final NumberProfiles numbers = new NumberProfiles();

    /**
     * @param routes holds {@code lookups/}
     * @param keys where its private key is put
     * @param settings by the names behind {@code countersign.lookups.}
     * @param authorized lookups that get their tokens here
     */
    LookupHub(Path routes, Path keys, Map<String, String> settings, String... authorized) {
        Map<String, Object> properties = new HashMap<>();
        settings.forEach((name, value) -> properties.put("countersign.lookups." + name, value));
        for (String lookup : authorized) {
            properties.put("countersign.lookups." + lookup + ".token-endpoint", tokens.tokenEndpoint());
        }
        properties.put("countersign.routes", routes.toString());
        properties.put("countersign.smart.keys", key(keys).toString());
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.register(PropertiesBinding.class, LookupConfiguration.class);
        context.register(configuration("smart.SmartConfiguration"), configuration("provider.ProviderConfiguration"));
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(ChannelSettings.class, () -> new ChannelSettings(name -> null));
        context.refresh();
        var placeholders = new Properties();
        placeholders.putAll(properties);
        camel.getPropertiesComponent().setInitialProperties(placeholders);
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:" + routes.resolve("lookups"));
        camel.getRegistry().bind("lookupRequest", context.getBean(LookupRequest.class));
        camel.getRegistry().bind("channelFailure", new ChannelFailure());
        camel.getRegistry().bind("json", context.getBean(Json.class));
        camel.start();
    }

    private Path key(Path folder) {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_384).keyID("one").generate();
            tokens.register("hub", () -> new JWKSet(key.toPublicJWK()).toString());
            return KeyFiles.jwks(folder, "key.json", key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> configuration(String name) {
        try {
            return Class.forName("org.countersign." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    LookupCatalog catalog() {
        return context.getBean(LookupCatalog.class);
    }

    Lookups lookups() {
        return context.getBean(Lookups.class);
    }

    List<Finding> ask(Transport transport) {
        return ask(transport, NUMBER, Optional.of(LocalDate.parse("2024-10-31")));
    }

    List<Finding> ask(Transport transport, String to, Optional<LocalDate> since) {
        Sensitive<String> number = Sensitive.of(to);
        return lookups()
                .ask(new Question(number, transport, numbers.of(number), "Clinic", Purpose.REFILL, since), camel);
    }

    @Override
    public void close() {
        camel.stop();
        context.close();
        tokens.close();
    }

    @EnableConfigurationProperties
    @ConfigurationPropertiesScan("org.countersign")
    static class PropertiesBinding {}
}
