package org.countersign.smart;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of SMART Backend Services, {@code countersign.smart.*}.
 *
 * @param keys files of the hub's private keys; the first signs, the public keys of all are published
 * @param issuers whose access tokens are taken at {@code /fhir}, by a name of your own
 */
@Validated
@ConfigurationProperties("countersign.smart")
record SmartProperties(
        @DefaultValue List<Path> keys, @DefaultValue @Valid Map<String, Issuer> issuers) {

    /**
     * An authorization server.
     *
     * @param url its name in the claim {@code iss}
     * @param jwksUrl where its public keys are
     * @param audience what the claim {@code aud} says of this hub
     * @param tokenEndpoint where clients get tokens; told by {@code /fhir/.well-known/smart-configuration}
     */
    record Issuer(
            @NotBlank String url,
            @NotBlank @Pattern(regexp = "https?://[!-~]+") String jwksUrl,
            @NotBlank String audience,
            @NotBlank @Pattern(regexp = "https?://[!-~]+") String tokenEndpoint) {}
}
