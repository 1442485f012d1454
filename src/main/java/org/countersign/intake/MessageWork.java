package org.countersign.intake;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.countersign.audit.AuditFact;
import org.countersign.audit.AuditKind;
import org.countersign.audit.AuditOutcome;
import org.countersign.audit.AuditSubject;
import org.countersign.audit.AuditTrail;
import org.countersign.challenge.ChallengeIssuer;
import org.countersign.challenge.IssueOutcome;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.Hl7v2Reader;
import org.countersign.event.Person;
import org.countersign.event.ReadResult;
import org.countersign.event.Site;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Pseudonyms;
import org.countersign.policy.PolicyCatalog;
import org.countersign.resource.FhirReader;

/** What a message leads to: read, decide, issue, and say so in the trail; all in the caller's transaction. */
final class MessageWork {

    private final WaitingRowStore rows;
    private final FeedCatalog feeds;
    private final Hl7v2Reader reader;
    private final FhirReader resources;
    private final PolicyCatalog policies;
    private final ChallengeIssuer issuer;
    private final AuditTrail trail;
    private final KeyRing keys;
    private final Pseudonyms pseudonyms;
    private final Clock clock;

    MessageWork(
            WaitingRowStore rows,
            FeedCatalog feeds,
            Hl7v2Reader reader,
            FhirReader resources,
            PolicyCatalog policies,
            ChallengeIssuer issuer,
            AuditTrail trail,
            KeyRing keys,
            Pseudonyms pseudonyms,
            Clock clock) {
        this.rows = rows;
        this.feeds = feeds;
        this.reader = reader;
        this.resources = resources;
        this.policies = policies;
        this.issuer = issuer;
        this.trail = trail;
        this.keys = keys;
        this.pseudonyms = pseudonyms;
        this.clock = clock;
    }

    void doOne(WaitingRowStore.Row row) {
        Optional<Site> site = feeds.findSite(row.feed());
        if (site.isEmpty()) {
            fail(row, RowState.FAILED, "The feed " + row.feed() + " is not configured any more");
            return;
        }
        switch (read(row, site.get())) {
            case ReadResult.Unreadable unreadable -> fail(row, RowState.UNREADABLE, unreadable.problem());
            case ReadResult.Events read -> apply(row, read.events());
        }
    }

    private ReadResult read(WaitingRowStore.Row row, Site site) {
        byte[] bytes = keys.open(row.raw());
        return switch (row.format()) {
            case HL7V2 -> reader.read(bytes, site);
            case FHIR -> resources.read(bytes, site);
        };
    }

    void giveUp(WaitingRowStore.Row row, String reason) {
        fail(row, RowState.FAILED, reason);
    }

    private void apply(WaitingRowStore.Row row, List<ClinicalEvent> events) {
        Instant now = clock.instant();
        List<IssueOutcome> outcomes = events.stream()
                .map(event -> issuer.apply(event, policies.decide(event, now), row.id()))
                .toList();
        String decision = outcomes.stream().map(IssueOutcome::sentence).collect(Collectors.joining("; "));
        Map<String, String> details = details(row);
        details.put("decision", decision);
        details.put("facility", events.getFirst().site().facility());
        outcomes.stream()
                .filter(IssueOutcome.Skipped.class::isInstance)
                .map(outcome -> ((IssueOutcome.Skipped) outcome).reason().name())
                .findFirst()
                .ifPresent(reason -> details.put("reason", reason));
        Optional<AuditSubject> subject = events.getFirst().person().map(this::subject);
        append(row, AuditKind.MESSAGE_READ, AuditOutcome.SUCCESS, subject, details, now);
        rows.finish(row.id(), RowState.DONE, decision, now);
    }

    private void fail(WaitingRowStore.Row row, RowState state, String reason) {
        Instant now = clock.instant();
        Map<String, String> details = details(row);
        details.put("reason", reason);
        append(row, AuditKind.MESSAGE_FAILED, AuditOutcome.SERIOUS_FAILURE, Optional.empty(), details, now);
        rows.finish(row.id(), state, reason, now);
    }

    private void append(
            WaitingRowStore.Row row,
            AuditKind kind,
            AuditOutcome outcome,
            Optional<AuditSubject> subject,
            Map<String, String> details,
            Instant now) {
        trail.append(new AuditFact(kind, outcome, now, Optional.empty(), OptionalLong.of(row.id()), subject, details));
    }

    private static Map<String, String> details(WaitingRowStore.Row row) {
        return new HashMap<>(
                Map.of("type", row.type(), "controlId", row.controlId(), "feed", row.feed(), "sender", row.sender()));
    }

    private AuditSubject subject(Person person) {
        Person.Identifier id = person.identifiers().getFirst();
        return new AuditSubject(pseudonyms.patient(id.value().reveal(), id.authority()), id.value(), id.authority());
    }
}
