package org.countersign.audit;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One thing to be written into the trail.
 *
 * @param subject who it is about, where it is about a person
 * @param details plain facts by name (transport, channel, tries, policy, type): never a code, number or name
 */
public record AuditFact(
        AuditKind kind,
        AuditOutcome outcome,
        Instant at,
        Optional<UUID> challengeId,
        OptionalLong inboxId,
        Optional<AuditSubject> subject,
        Map<String, String> details) {

    public AuditFact {
        details = Map.copyOf(details);
    }
}
