package org.countersign.fhirintake;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.countersign.fhir.Caller;
import org.countersign.platform.OperationalException;
import org.countersign.resource.ResourceChecks;
import org.countersign.resource.ResourceIssue.Code;
import org.countersign.resource.Submission;
import org.countersign.resource.SubmissionReader;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an EHR's subscriptions tell: R4 rest-hooks with and without a resource, and topic notifications. */
final class NotificationIntake {

    private static final Logger LOG = LoggerFactory.getLogger(NotificationIntake.class);

    private final EhrSearch ehr;
    private final NewerResources newer;
    private final SubmissionReader submissions;
    private final CursorStore cursors;
    private final Door door;
    private final Map<String, FhirProperties.Subscribed> subscribed;
    private final Clock clock;

    NotificationIntake(
            EhrSearch ehr,
            NewerResources newer,
            SubmissionReader submissions,
            CursorStore cursors,
            Door door,
            Map<String, FhirProperties.Subscribed> subscribed,
            Clock clock) {
        this.ehr = ehr;
        this.newer = newer;
        this.submissions = submissions;
        this.cursors = cursors;
        this.door = door;
        this.subscribed = Map.copyOf(subscribed);
        this.clock = clock;
    }

    /**
     * A rest-hook with a payload.
     *
     * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException what is to be answered instead of 2xx
     */
    void resource(String subscription, Resource resource, Caller caller) {
        if (!SubmissionReader.TYPES.contains(resource.fhirType())) {
            throw Outcomes.refusal(resource.fhirType(), Code.NOT_SUPPORTED, "Resources of this type are not taken");
        }
        caller.require(resource.fhirType(), Door.EITHER);
        if (!resource.getIdElement().hasIdPart()) {
            throw Outcomes.refusal(resource.fhirType() + ".id", Code.REQUIRED, "The element is missing");
        }
        Outcomes.refuse(ResourceChecks.check(resource, resource.fhirType(), List.of()));
        door.takeAll(
                List.of(submissions.read(resource)),
                caller.name(),
                () -> cursors.move(cursor(subscription), Optional.empty(), 0, clock.instant()));
    }

    /**
     * A rest-hook without a payload: what is newer than the cursor is read from the EHR.
     *
     * @throws OperationalException when the EHR does not give it; the server notifies again
     */
    void nudge(String subscription, Caller caller) {
        fetch(subscription, caller);
    }

    /**
     * A topic notification.
     *
     * @throws OperationalException when the EHR does not give what the notification only names
     */
    void topic(String subscription, Bundle bundle, Caller caller) {
        Notification notification = Notification.read(bundle)
                .orElseThrow(() -> Outcomes.refusal(
                        "Bundle.entry[0].resource",
                        Code.REQUIRED,
                        "A notification begins with Parameters that hold its status"));
        caller.requireAny(SubmissionReader.TYPES, Door.EITHER);
        String name = cursor(subscription);
        Optional<Long> stored = cursors.find(name).map(CursorStore.Cursor::eventNumber);
        long first = notification.events().stream()
                .flatMap(event -> event.number().stream())
                .min(Long::compare)
                .orElse(notification.count().orElse(0L) + 1);
        long last = notification.events().stream()
                .flatMap(event -> event.number().stream())
                .max(Long::compare)
                .orElse(notification.count().orElse(0L));
        List<Submission> taken = new ArrayList<>();
        boolean whole = true;
        if (stored.isPresent() && first > stored.get() + 1) {
            whole = recover(notification, subscription, stored.get() + 1, first - 1, taken);
        }
        taken.addAll(changed(notification.events(), bundle, caller));
        if (hasNoFocus(notification)) {
            fetch(subscription, caller);
        }
        long reached = whole ? last : stored.orElse(0L);
        door.takeAll(taken, caller.name(), () -> cursors.move(name, Optional.empty(), reached, clock.instant()));
    }

    /** What was written since the cursor. */
    private void fetch(String subscription, Caller caller) {
        caller.requireAny(SubmissionReader.TYPES, Door.EITHER);
        String criteria = criteria(subscription);
        caller.require(criteria.replaceFirst("\\?.*", ""), Door.EITHER);
        newer.fetch(cursor(subscription), criteria, caller.name());
    }

    /** What was missed, from {@code $events}. Where the EHR does not give it, the next notification finds the gap again. */
    private boolean recover(
            Notification notification, String subscription, long from, long until, List<Submission> taken) {
        String id = notification.subscription().isEmpty() ? subscription : notification.subscription();
        try {
            LOG.info("Events {} to {} of subscription {} were missed and are asked for", from, until, subscription);
            List<BundleEntryComponent> entries = ehr.list(
                    "Subscription/" + id + "/$events?eventsSinceNumber=" + from + "&eventsUntilNumber=" + until);
            Bundle events = new Bundle();
            events.setEntry(new ArrayList<>(entries));
            List<Notification.Event> named = entries.stream()
                    .map(entry -> {
                        Bundle one = new Bundle();
                        one.addEntry().setResource(entry.getResource());
                        return Notification.read(one);
                    })
                    .flatMap(Optional::stream)
                    .flatMap(one -> one.events().stream())
                    .toList();
            taken.addAll(changed(named, events, Caller.own("")));
            return true;
        } catch (OperationalException e) {
            LOG.warn("Missed events of subscription {} were not given: {}", subscription, e.getMessage());
            return false;
        }
    }

    /** The resources that changed, as far as {@code caller} may tell of them: those sent, and those only named, read back. */
    private List<Submission> changed(List<Notification.Event> events, Bundle bundle, Caller caller) {
        List<BundleEntryComponent> entries = bundle.getEntry();
        List<Submission> taken = new ArrayList<>();
        for (Notification.Event event : events) {
            event.focus()
                    .flatMap(focus -> sent(focus, entries).or(() -> readBack(focus)))
                    .filter(resource -> SubmissionReader.TYPES.contains(resource.fhirType()))
                    .ifPresent(resource -> {
                        caller.require(resource.fhirType(), Door.EITHER);
                        taken.add(submissions.read(resource, entries));
                    });
        }
        return taken;
    }

    private static Optional<Resource> sent(String focus, List<BundleEntryComponent> entries) {
        IdType id = new IdType(focus);
        return entries.stream()
                .filter(BundleEntryComponent::hasResource)
                .filter(entry -> focus.equals(entry.getFullUrl())
                        || (entry.getResource().fhirType().equals(id.getResourceType())
                                && id.getIdPart()
                                        .equals(entry.getResource()
                                                .getIdElement()
                                                .getIdPart())))
                .map(BundleEntryComponent::getResource)
                .findFirst();
    }

    /** By type and id alone, so that a notification cannot make the hub call another server. */
    private Optional<Resource> readBack(String focus) {
        IdType id = new IdType(focus);
        boolean named = id.hasResourceType() && String.valueOf(id.getIdPart()).matches("[A-Za-z0-9\\-.]{1,64}");
        return named && SubmissionReader.TYPES.contains(id.getResourceType())
                ? ehr.find(id.getResourceType() + "/" + id.getIdPart())
                : Optional.empty();
    }

    /** Payload {@code empty}: events without a focus. */
    private static boolean hasNoFocus(Notification notification) {
        return !notification.events().isEmpty()
                && notification.events().stream()
                        .noneMatch(event -> event.focus().isPresent());
    }

    private String criteria(String subscription) {
        String configured = Optional.ofNullable(subscribed.get(subscription))
                .map(FhirProperties.Subscribed::criteria)
                .orElse("");
        if (!configured.isEmpty()) {
            return configured;
        }
        return ehr.find("Subscription/" + subscription)
                .filter(Subscription.class::isInstance)
                .map(found -> ((Subscription) found).getCriteria())
                .filter(found -> found != null && found.matches("[A-Z][A-Za-z]+(\\?.*)?"))
                .orElseThrow(() -> Outcomes.refusal(
                        "Subscription.criteria",
                        Code.NOT_FOUND,
                        "What to read is not known: set countersign.fhir.subscriptions." + subscription + ".criteria"));
    }

    private static String cursor(String subscription) {
        return "subscription:" + subscription;
    }
}
