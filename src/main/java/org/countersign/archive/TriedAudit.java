package org.countersign.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import org.countersign.audit.AuditFact;
import org.countersign.audit.AuditKind;
import org.countersign.audit.AuditOutcome;
import org.countersign.audit.AuditPreview;
import org.countersign.audit.AuditSubject;
import org.countersign.event.ClinicalEvent;
import org.countersign.platform.Sensitive;
import org.countersign.policy.ChallengePlan;
import org.countersign.policy.PolicyDecision;

/** The AuditEvents that a message would leave until its first code is sent. */
final class TriedAudit {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** There is no challenge yet that has an id. */
    private static final UUID NONE = new UUID(0, 0);

    private final AuditPreview preview;

    TriedAudit(AuditPreview preview) {
        this.preview = preview;
    }

    JsonNode failed(Tried.Header header, String problem, Instant now) {
        Map<String, String> details = details(header);
        details.put("reason", problem);
        return json(AuditKind.MESSAGE_FAILED, AuditOutcome.SERIOUS_FAILURE, Optional.empty(), details, now);
    }

    List<JsonNode> read(Tried.Header header, List<ClinicalEvent> events, List<PolicyDecision> decisions, Instant now) {
        List<JsonNode> auditEvents = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (decisions.get(i) instanceof PolicyDecision.Require require) {
                auditEvents.add(issued(events.get(i), require.plan(), now));
            }
        }
        Map<String, String> details = details(header);
        details.put("decision", decisions.stream().map(TriedAudit::sentence).collect(Collectors.joining("; ")));
        details.put("facility", events.getFirst().site().facility());
        auditEvents.add(json(AuditKind.MESSAGE_READ, AuditOutcome.SUCCESS, subject(events.getFirst()), details, now));
        return auditEvents;
    }

    private JsonNode issued(ClinicalEvent event, ChallengePlan plan, Instant now) {
        Map<String, String> details = new HashMap<>(Map.of(
                "purpose", plan.purpose().code(),
                "policy", plan.policy(),
                "act", event.act().reference(),
                "facility", event.site().facility(),
                "steps", Integer.toString(plan.steps().size()),
                "expires", plan.reach().start(now).plus(plan.timeToLive()).toString()));
        plan.reach().heldUntil().ifPresent(held -> details.put("due", held.toString()));
        plan.reach().proxy().ifPresent(relationship -> details.put("proxy", relationship));
        return json(AuditKind.CODE_ISSUED, AuditOutcome.SUCCESS, subject(event), details, now);
    }

    private static String sentence(PolicyDecision decision) {
        return switch (decision) {
            case PolicyDecision.Require require ->
                "Challenge by policy " + require.plan().policy();
            case PolicyDecision.Withdraw withdraw -> "What is pending is cancelled: " + withdraw.why();
            case PolicyDecision.Skip skip -> "Skipped, " + skip.reason() + ": " + skip.detail();
        };
    }

    private JsonNode json(
            AuditKind kind,
            AuditOutcome outcome,
            Optional<AuditSubject> subject,
            Map<String, String> details,
            Instant now) {
        Optional<UUID> challenge = kind == AuditKind.CODE_ISSUED ? Optional.of(NONE) : Optional.empty();
        String json =
                preview.json(new AuditFact(kind, outcome, now, challenge, OptionalLong.empty(), subject, details));
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An AuditEvent is JSON", e);
        }
    }

    private static Optional<AuditSubject> subject(ClinicalEvent event) {
        return event.person()
                .map(person -> person.identifiers().getFirst())
                .map(id -> new AuditSubject(
                        "", Sensitive.of(MessageMask.dotted(id.value().reveal())), id.authority()));
    }

    private static Map<String, String> details(Tried.Header header) {
        return new HashMap<>(Map.of(
                "type", header.type(),
                "controlId", header.controlId(),
                "feed", header.feed(),
                "sender", header.sender()));
    }
}
