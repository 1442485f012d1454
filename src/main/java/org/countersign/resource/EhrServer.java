package org.countersign.resource;

import java.time.Duration;
import java.util.Optional;
import org.countersign.fhir.FhirClient;
import org.countersign.fhir.ResourceAnswer;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.hl7.fhir.r4.model.Resource;

/**
 * The EHR's FHIR server.
 *
 * @param client empty where none is configured
 * @param source meta.source of what the hub writes there, by which it knows its own
 * @param responseTimeout of one request
 */
public record EhrServer(Optional<FhirClient> client, String source, Duration responseTimeout) implements AutoCloseable {

    /**
     * What a read gave; empty where the EHR has none.
     *
     * @throws OperationalException UNAVAILABLE, TIMEOUT or REFUSED when the EHR did not say
     */
    public static Optional<Resource> found(ResourceAnswer answer) {
        return switch (answer) {
            case ResourceAnswer.Found found -> Optional.of(found.resource());
            case ResourceAnswer.Absent absent -> Optional.empty();
            case ResourceAnswer.Refused refused ->
                throw new OperationalException(
                        ErrorCategory.REFUSED, "The EHR answered a read with " + refused.status());
            case ResourceAnswer.Unanswered unanswered ->
                throw new OperationalException(unanswered.category(), "The EHR did not answer a read");
            case ResourceAnswer.Unauthorized unauthorized ->
                throw new OperationalException(unauthorized.category(), unauthorized.reason());
        };
    }

    @Override
    public void close() {
        client.ifPresent(FhirClient::close);
    }
}
