package org.countersign.smart;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The hub as a client of one server; of a FHIR server {@code ….smart.*} of its settings.
 *
 * @param clientId by which the hub is registered there; without one it gets no tokens
 * @param tokenEndpoint where it gets them; without one, what {@code .well-known/smart-configuration} of the FHIR base says
 * @param scope what it asks for: {@code system/Appointment.ru system/Patient.r}
 */
public record SmartClient(
        @DefaultValue("") String clientId,
        @DefaultValue("") String tokenEndpoint,
        @DefaultValue("") String scope) {

    boolean isConfigured() {
        return !clientId.isBlank();
    }
}
