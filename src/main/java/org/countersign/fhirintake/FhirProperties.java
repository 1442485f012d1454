package org.countersign.fhirintake;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of FHIR intake, {@code countersign.fhir.*}.
 *
 * @param subscriptions by the name under which the EHR notifies: {@code /fhir/notify/NAME}
 * @param overlap how far a search for what is new looks back behind the newest that is known
 * @param poll asking an EHR that cannot push
 */
@ConfigurationProperties("countersign.fhir")
record FhirProperties(
        @DefaultValue Map<String, Subscribed> subscriptions,
        @DefaultValue("2m") Duration overlap,
        @DefaultValue Poll poll) {

    /**
     * One subscription.
     *
     * @param criteria what to search for when a notification says only that something happened, as {@code
     *     Appointment?status=pending}; without it, that of the EHR's {@code Subscription/NAME}
     */
    record Subscribed(@DefaultValue("") String criteria) {}

    /**
     * Polling.
     *
     * @param criteria what to ask for, each as {@code Appointment} or {@code Appointment?status=pending}
     */
    record Poll(@DefaultValue List<String> criteria) {}
}
