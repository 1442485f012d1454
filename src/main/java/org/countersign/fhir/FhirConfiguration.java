package org.countersign.fhir;

import ca.uhn.fhir.context.FhirContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FhirConfiguration {

    /** The one context: it is expensive to make and meant to be shared. */
    @Bean
    FhirContext fhirContext() {
        return FhirContext.forR4Cached();
    }
}
