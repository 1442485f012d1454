package org.countersign.resource;

import ca.uhn.fhir.context.FhirContext;
import java.util.Optional;
import org.countersign.event.ConsentCodes;
import org.countersign.fhir.FhirClient;
import org.countersign.smart.BackendServices;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the reading of FHIR resources. */
@Configuration(proxyBeanMethods = false)
class ResourceConfiguration {

    @Bean
    EhrServer ehrServer(FhirContext context, EhrProperties properties, BackendServices services) {
        return new EhrServer(
                properties.isConfigured()
                        ? Optional.of(new FhirClient(context, properties.address(services)))
                        : Optional.empty(),
                properties.source(),
                properties.responseTimeout());
    }

    @Bean
    FhirReader fhirReader(FhirContext context, EhrServer ehr, ConsentCodes codes) {
        return new FhirReader(context, ehr.client().map(EhrReader::new), codes);
    }

    @Bean
    SubmissionReader submissionReader(FhirContext context, EhrServer ehr) {
        return new SubmissionReader(context, ehr.source());
    }
}
