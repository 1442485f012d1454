package org.countersign.resource;

import ca.uhn.fhir.context.FhirContext;
import java.util.Optional;
import org.countersign.fhir.FhirClient;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the reading of FHIR resources. */
@Configuration(proxyBeanMethods = false)
class ResourceConfiguration {

    @Bean
    EhrServer ehrServer(FhirContext context, EhrProperties properties) {
        return new EhrServer(
                properties.isConfigured()
                        ? Optional.of(new FhirClient(context, properties.address()))
                        : Optional.empty());
    }

    @Bean
    FhirReader fhirReader(FhirContext context, EhrServer ehr) {
        return new FhirReader(context, ehr.client().map(EhrReader::new));
    }

    /** The source is what the hub puts into meta.source of all that it writes to the EHR. */
    @Bean
    SubmissionReader submissionReader(
            FhirContext context, @Value("${countersign.fhir.source:https://countersign.org/hub}") String source) {
        return new SubmissionReader(context, source);
    }
}
