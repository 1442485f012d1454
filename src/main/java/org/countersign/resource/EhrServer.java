package org.countersign.resource;

import java.util.Optional;
import org.countersign.fhir.FhirClient;

/** The client of the EHR's FHIR server; empty where none is configured. */
public record EhrServer(Optional<FhirClient> client) implements AutoCloseable {

    @Override
    public void close() {
        client.ifPresent(FhirClient::close);
    }
}
