package org.countersign.fhir;

import java.net.URI;
import java.time.Duration;
import org.countersign.smart.Authorization;

/**
 * Where a FHIR server is and how to speak to it.
 *
 * @param base of its API, with or without a slash at the end
 * @param authorization how the hub says who it is
 * @param responseTimeout for a whole request, connecting included
 */
public record FhirServerAddress(
        URI base, Authorization authorization, Duration connectTimeout, Duration responseTimeout) {

    /** The URL of {@code path} below the base. */
    URI at(String path) {
        String text = base.toString();
        String folder = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return URI.create(path.isEmpty() ? folder : folder + "/" + path);
    }
}
