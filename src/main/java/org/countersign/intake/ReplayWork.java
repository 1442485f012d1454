package org.countersign.intake;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.countersign.audit.AuditFact;
import org.countersign.audit.AuditKind;
import org.countersign.audit.AuditOutcome;
import org.countersign.audit.AuditTrail;
import org.countersign.challenge.IssueOutcome;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.Hl7v2Reader;
import org.countersign.event.ReadResult;
import org.countersign.resource.FhirReader;

/** What a message that is processed again leads to, and the trail of it; all in the caller's transaction. */
final class ReplayWork {

    private final StoredMessageReader stored;
    private final EventWork work;
    private final AuditTrail trail;
    private final MessageSubjects subjects;
    private final Clock clock;

    ReplayWork(StoredMessageReader stored, EventWork work, AuditTrail trail, MessageSubjects subjects, Clock clock) {
        this.stored = stored;
        this.work = work;
        this.trail = trail;
        this.subjects = subjects;
        this.clock = clock;
    }

    /** Decides by today's policies and issues; what it led to. */
    String apply(ReplayRowStore.Row row, List<ClinicalEvent> events, String caller, boolean sendAgain) {
        String decision = work.applyAgain(events, row.id(), sendAgain, clock.instant()).stream()
                .map(IssueOutcome::sentence)
                .collect(Collectors.joining("; "));
        tell(row, caller, decision);
        return decision;
    }

    /** All patients whose records the message merges. */
    Set<String> merged(ReplayRowStore.Row row) {
        return (Hl7v2Reader.merges(row.type()) || FhirReader.merges(row.type()))
                        && row.raw().length > 0
                        && stored.read(row) instanceof ReadResult.Events read
                ? work.merged(read.events())
                : Set.of();
    }

    /** Writes into the trail who wanted the message processed again. */
    void tell(ReplayRowStore.Row row, String caller, String decision) {
        Map<String, String> details = Map.of(
                "type", row.type(),
                "controlId", row.controlId(),
                "feed", row.feed(),
                "sender", caller,
                "decision", decision);
        trail.append(new AuditFact(
                AuditKind.MESSAGE_REPLAYED,
                AuditOutcome.SUCCESS,
                clock.instant(),
                Optional.empty(),
                OptionalLong.of(row.id()),
                row.raw().length == 0 ? Optional.empty() : subjects.find(stored.open(row)),
                details));
    }
}
