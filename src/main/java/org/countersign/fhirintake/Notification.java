package org.countersign.fhirintake;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;

/**
 * A topic notification of the Subscriptions R5 Backport guide in R4: a Bundle of type history that begins with
 * Parameters of profile backport-subscription-status-r4.
 *
 * @param type {@code handshake}, {@code heartbeat}, {@code event-notification}, {@code query-event}, …
 * @param subscription id at the server, may be empty
 * @param count events-since-subscription-start
 */
record Notification(String type, String subscription, Optional<Long> count, List<Event> events) {

    /**
     * One event.
     *
     * @param focus url of what changed; none with payload {@code empty}
     */
    record Event(Optional<Long> number, Optional<String> focus) {}

    /** Empty where the Bundle does not begin with a status. */
    static Optional<Notification> read(Bundle bundle) {
        if (!(bundle.getEntryFirstRep().getResource() instanceof Parameters status)) {
            return Optional.empty();
        }
        return text(status.getParameter(), "type")
                .map(type -> new Notification(
                        type,
                        reference(status.getParameter(), "subscription")
                                .map(url -> new IdType(url).getIdPart())
                                .orElse(""),
                        text(status.getParameter(), "events-since-subscription-start")
                                .flatMap(Notification::number),
                        named(status.getParameter(), "notification-event")
                                .map(ParametersParameterComponent::getPart)
                                .map(parts -> new Event(
                                        text(parts, "event-number").flatMap(Notification::number),
                                        reference(parts, "focus")))
                                .toList()));
    }

    private static Stream<ParametersParameterComponent> named(List<ParametersParameterComponent> parts, String name) {
        return parts.stream().filter(part -> name.equals(part.getName()));
    }

    private static Optional<String> text(List<ParametersParameterComponent> parts, String name) {
        return named(parts, name)
                .filter(part -> part.hasValue() && part.getValue().isPrimitive())
                .map(part -> part.getValue().primitiveValue())
                .findFirst();
    }

    private static Optional<String> reference(List<ParametersParameterComponent> parts, String name) {
        return named(parts, name)
                .filter(part -> part.getValue() instanceof Reference)
                .map(part -> ((Reference) part.getValue()).getReference())
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }

    private static Optional<Long> number(String text) {
        return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
