package org.countersign.silent;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.countersign.testing.FhirHub;
import org.countersign.testing.Routes;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;

/** {@link FhirHub} by which verifications are started and dispatched: the shipped router, when a test wakes it. */
@Configuration(proxyBeanMethods = false)
@ConfigurationPropertiesScan("org.countersign.guard")
@Import({FhirHub.class, SilentHub.More.class})
class SilentHub {

    @Bean
    Phones phones() {
        return new Phones();
    }

    /** Of what other channels would have sent. Public, since Camel calls it. */
    public static final class Phones {

        final List<String> texts = new CopyOnWriteArrayList<>();

        public void take(String text) {
            texts.add(text);
        }
    }

    @Bean(destroyMethod = "stop")
    CamelContext camel(ApplicationContext beans, @Value("${countersign.routes}") Path routes) throws Exception {
        var camel = new DefaultCamelContext(new DefaultRegistry(new ApplicationContextBeanRepository(beans)));
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:" + routes.resolve("channels"));
        for (String file : List.of("dispatch/router.camel.yaml", "receipts/silent-camara.camel.yaml")) {
            PluginHelper.getRoutesLoader(camel).loadRoutes(Routes.awakened(file));
        }
        camel.start();
        return camel;
    }

    @Bean(destroyMethod = "stop")
    ProducerTemplate producerTemplate(CamelContext camel) {
        return camel.createProducerTemplate();
    }

    static final class More implements ImportSelector {

        @Override
        public String[] selectImports(AnnotationMetadata metadata) {
            return Stream.of(
                            "guard.GuardConfiguration",
                            "channel.ChannelConfiguration",
                            "provider.ProviderConfiguration",
                            "lookup.LookupConfiguration",
                            "terms.TermsConfiguration",
                            "dispatch.DispatchConfiguration",
                            "silent.SilentConfiguration",
                            "silent.SilentController",
                            "verification.StartConfiguration",
                            "verification.VerificationStartController")
                    .map("org.countersign."::concat)
                    .toArray(String[]::new);
        }
    }
}
