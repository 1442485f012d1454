package org.countersign.fhir;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.countersign.platform.Sensitive;

/**
 * Where a FHIR server is and how to speak to it.
 *
 * @param base of its API, with or without a slash at the end
 * @param authorization value of the Authorization header
 * @param responseTimeout for a whole request, connecting included
 */
public record FhirServerAddress(
        URI base, Optional<Sensitive<String>> authorization, Duration connectTimeout, Duration responseTimeout) {

    /** The Authorization header for {@code token}, or else for {@code username}; none where both are empty. */
    public static Optional<Sensitive<String>> authorization(String token, String username, String password) {
        if (!token.isEmpty()) {
            return Optional.of(Sensitive.of("Bearer " + token));
        }
        if (username.isEmpty()) {
            return Optional.empty();
        }
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return Optional.of(Sensitive.of("Basic " + Base64.getEncoder().encodeToString(pair)));
    }

    /** The URL of {@code path} below the base. */
    URI at(String path) {
        String text = base.toString();
        String folder = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return URI.create(path.isEmpty() ? folder : folder + "/" + path);
    }
}
