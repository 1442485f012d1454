package org.countersign.intake;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.countersign.answer.AnswerOutbox;
import org.countersign.answer.ApplicationAcknowledgement;
import org.countersign.audit.AuditFact;
import org.countersign.audit.AuditKind;
import org.countersign.audit.AuditOutcome;
import org.countersign.audit.AuditSubject;
import org.countersign.audit.AuditTrail;
import org.countersign.challenge.IssueOutcome;
import org.countersign.event.AcknowledgementPlan;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.Hl7v2Reader;
import org.countersign.event.MessageHeader;
import org.countersign.event.MessageHeaderReader;
import org.countersign.event.Person;
import org.countersign.event.ReadResult;
import org.countersign.event.Site;
import org.countersign.platform.KeyRing;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Pseudonyms;
import org.countersign.resource.FhirReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a message leads to: read, decide, issue, and say so in the trail; all in the caller's transaction. */
final class MessageWork {

    private static final Logger LOG = LoggerFactory.getLogger(MessageWork.class);

    private final WaitingRowStore rows;
    private final FeedCatalog feeds;
    private final FeedAcknowledgements wishes;
    private final Hl7v2Reader reader;
    private final FhirReader resources;
    private final EventWork events;
    private final AuditTrail trail;
    private final KeyRing keys;
    private final Pseudonyms pseudonyms;
    private final Clock clock;
    private final AnswerOutbox answers;

    MessageWork(
            WaitingRowStore rows,
            FeedCatalog feeds,
            Hl7v2Reader reader,
            FhirReader resources,
            EventWork events,
            AuditTrail trail,
            KeyRing keys,
            Pseudonyms pseudonyms,
            Clock clock,
            AnswerOutbox answers) {
        this.rows = rows;
        this.feeds = feeds;
        this.wishes = new FeedAcknowledgements(feeds);
        this.reader = reader;
        this.resources = resources;
        this.events = events;
        this.trail = trail;
        this.keys = keys;
        this.pseudonyms = pseudonyms;
        this.clock = clock;
        this.answers = answers;
    }

    void doOne(WaitingRowStore.Row row) {
        Optional<Site> site = feeds.findSite(row.feed());
        if (site.isEmpty()) {
            fail(row, RowState.FAILED, "The feed " + row.feed() + " is not configured any more");
            return;
        }
        switch (read(row, site.get())) {
            case ReadResult.Unreadable unreadable -> fail(row, RowState.UNREADABLE, unreadable.problem());
            case ReadResult.Events read -> apply(row, events.resolve(read.events()));
        }
    }

    private ReadResult read(WaitingRowStore.Row row, Site site) {
        byte[] bytes = keys.open(row.raw());
        return switch (row.format()) {
            case HL7V2 -> reader.read(bytes, site);
            case FHIR -> resources.read(bytes, site);
        };
    }

    /** All patients whose records {@code row} merges, into whichever; most messages merge none. */
    Set<String> merged(WaitingRowStore.Row row) {
        Optional<Site> site = feeds.findSite(row.feed());
        boolean merges =
                row.format() == MessageFormat.FHIR ? FhirReader.merges(row.type()) : Hl7v2Reader.merges(row.type());
        if (site.isEmpty() || !merges) {
            return Set.of();
        }
        return switch (read(row, site.get())) {
            case ReadResult.Unreadable unreadable -> Set.of();
            case ReadResult.Events read -> events.merged(read.events());
        };
    }

    void giveUp(WaitingRowStore.Row row, String reason) {
        fail(row, RowState.FAILED, reason);
    }

    private void apply(WaitingRowStore.Row row, List<ClinicalEvent> read) {
        Instant now = clock.instant();
        List<IssueOutcome> outcomes = events.apply(read, row.id(), now);
        String decision = outcomes.stream().map(IssueOutcome::sentence).collect(Collectors.joining("; "));
        Map<String, String> details = details(row);
        details.put("decision", decision);
        details.put("facility", read.getFirst().site().facility());
        outcomes.stream()
                .filter(IssueOutcome.Skipped.class::isInstance)
                .map(outcome -> ((IssueOutcome.Skipped) outcome).reason().name())
                .findFirst()
                .ifPresent(reason -> details.put("reason", reason));
        Optional<AuditSubject> subject = read.getFirst().person().map(this::subject);
        append(row, AuditKind.MESSAGE_READ, AuditOutcome.SUCCESS, subject, details, now);
        rows.finish(row.id(), RowState.DONE, decision, now);
        boolean pending = outcomes.stream()
                .anyMatch(
                        outcome -> outcome instanceof IssueOutcome.Issued || outcome instanceof IssueOutcome.Unchanged);
        acknowledge(row, ApplicationAcknowledgement.AA, pending);
    }

    private void fail(WaitingRowStore.Row row, RowState state, String reason) {
        Instant now = clock.instant();
        Map<String, String> details = details(row);
        details.put("reason", reason);
        append(row, AuditKind.MESSAGE_FAILED, AuditOutcome.SERIOUS_FAILURE, Optional.empty(), details, now);
        rows.finish(row.id(), state, reason, now);
        acknowledge(row, ApplicationAcknowledgement.AE, false);
    }

    /** Owes the sender what it wants to hear now; a message that cannot be opened has nobody to be answered. */
    private void acknowledge(WaitingRowStore.Row row, ApplicationAcknowledgement code, boolean pending) {
        if (!answers.acknowledges(row.feed(), row.connection())) {
            return;
        }
        try {
            MessageHeader header =
                    MessageHeaderReader.read(keys.open(row.raw())).header();
            AcknowledgementPlan plan = wishes.plan(header, row.feed());
            if (plan.wantsApplicationAcknowledgement(code == ApplicationAcknowledgement.AA)) {
                boolean waits = !plan.enhanced();
                answers.processed(
                        row.id(), row.feed(), row.connection(), row.patientKey(), header, code, waits, pending);
            }
        } catch (OperationalException sealedByAnother) {
            LOG.warn("Message {} cannot be opened and so not be acknowledged", row.id());
        }
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
        Map<String, String> details = new HashMap<>(
                Map.of("type", row.type(), "controlId", row.controlId(), "feed", row.feed(), "sender", row.sender()));
        if (!row.peer().isEmpty()) {
            details.put("peer", row.peer());
        }
        return details;
    }

    private AuditSubject subject(Person person) {
        Person.Identifier id = person.identifiers().getFirst();
        return new AuditSubject(pseudonyms.patient(id.value().reveal(), id.authority()), id.value(), id.authority());
    }
}
