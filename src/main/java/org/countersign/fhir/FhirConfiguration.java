package org.countersign.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.ETagSupportEnum;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import java.util.List;
import org.countersign.smart.JsonDocument;
import org.countersign.smart.TokenVerifier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

@Configuration(proxyBeanMethods = false)
class FhirConfiguration {

    /** The one context: it is expensive to make and meant to be shared. */
    @Bean
    FhirContext fhirContext() {
        FhirContext context = FhirContext.forR4Cached();
        // what is not FHIR's is passed over in silence: a log line could quote a patient's data
        context.setParserErrorHandler(new LenientErrorHandler(false));
        return context;
    }

    /** For resources and for notifications alike. */
    @Bean
    @ConditionalOnWebApplication
    FilterRegistrationBean<BodyLimit> fhirBodyLimit(@Value("${countersign.fhir.body-limit:4MB}") DataSize limit) {
        var registration = new FilterRegistrationBean<>(new BodyLimit(limit.toBytes()));
        registration.addUrlPatterns("/fhir/*");
        return registration;
    }

    /** The hub's FHIR R4 API at {@code /fhir}: the providers of all packages. */
    @Bean
    @ConditionalOnWebApplication
    ServletRegistrationBean<RestfulServer> fhirEndpoint(
            FhirContext context,
            List<IResourceProvider> providers,
            ObjectProvider<SystemProvider> system,
            TokenVerifier tokens) {
        var server = new RestfulServer(context);
        server.registerProviders(providers);
        system.orderedStream().forEach(server::registerProvider);
        server.registerInterceptor(new MediaTypes());
        server.registerInterceptor(new IdentifierModifier());
        server.registerInterceptor(new FhirErrors());
        server.registerInterceptor(new ScopeGuard());
        if (tokens.isConfigured()) {
            server.registerInterceptor(new FhirSecurity());
        }
        server.setServerName("Countersign");
        server.setImplementationDescription("Takes in what an EHR writes, and shows what the hub did as AuditEvents");
        server.setDefaultResponseEncoding(EncodingEnum.JSON);
        // Pages are links that carry their place, so any node can answer them and none keeps results.
        server.setPagingProvider(null);
        server.setETagSupport(ETagSupportEnum.DISABLED);
        var registration = new ServletRegistrationBean<>(server, "/fhir/*");
        registration.setName("fhir");
        registration.setLoadOnStartup(1);
        return registration;
    }

    /** Nothing where no tokens are taken. */
    @Bean
    @ConditionalOnWebApplication
    ServletRegistrationBean<JsonDocument> smartDiscovery(List<IResourceProvider> providers, TokenVerifier tokens) {
        return JsonDocument.at(
                FhirSecurity.WELL_KNOWN,
                tokens.tokenEndpoint()
                        .map(endpoint -> FhirSecurity.smartConfiguration(endpoint, providers))
                        .orElse(""));
    }
}
