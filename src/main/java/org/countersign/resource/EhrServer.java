package org.countersign.resource;

import java.time.Duration;
import java.util.Optional;
import org.countersign.fhir.FhirClient;

/**
 * The EHR's FHIR server.
 *
 * @param client empty where none is configured
 * @param source meta.source of what the hub writes there, by which it knows its own
 * @param responseTimeout of one request
 */
public record EhrServer(Optional<FhirClient> client, String source, Duration responseTimeout) implements AutoCloseable {

    @Override
    public void close() {
        client.ifPresent(FhirClient::close);
    }
}
