package org.countersign.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.ETagSupportEnum;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FhirConfiguration {

    /** The one context: it is expensive to make and meant to be shared. */
    @Bean
    FhirContext fhirContext() {
        return FhirContext.forR4Cached();
    }

    /** The hub's FHIR R4 API at {@code /fhir}: the resource providers of all packages. */
    @Bean
    @ConditionalOnWebApplication
    ServletRegistrationBean<RestfulServer> fhirEndpoint(FhirContext context, List<IResourceProvider> providers) {
        var server = new RestfulServer(context);
        server.registerProviders(providers);
        server.registerInterceptor(new IdentifierModifier());
        server.registerInterceptor(new FhirErrors());
        server.setServerName("Countersign");
        server.setImplementationDescription("What the hub did, as FHIR R4 AuditEvents");
        server.setDefaultResponseEncoding(EncodingEnum.JSON);
        // Pages are links that carry their place, so any node can answer them and none keeps results.
        server.setPagingProvider(null);
        server.setETagSupport(ETagSupportEnum.DISABLED);
        var registration = new ServletRegistrationBean<>(server, "/fhir/*");
        registration.setName("fhir");
        registration.setLoadOnStartup(1);
        return registration;
    }
}
