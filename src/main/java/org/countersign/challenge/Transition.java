package org.countersign.challenge;

import java.util.List;
import java.util.Map;
import org.countersign.audit.AuditKind;
import org.countersign.audit.AuditOutcome;

/**
 * A change of a challenge, not yet committed.
 *
 * @param next the challenge after it, with the next version
 * @param events what the audit trail is to say of it, in order; empty where nothing happened that anyone would ask for
 */
public record Transition(Challenge next, List<Event> events) {

    public Transition {
        events = List.copyOf(events);
    }

    /** One audit entry of a transition. */
    public record Event(AuditKind kind, AuditOutcome outcome, Map<String, String> details) {}
}
