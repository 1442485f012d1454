package org.countersign.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would come of a message.
 *
 * @param verdict challenged, withdrawn, skipped or unreadable
 * @param problems why it would not be taken or cannot be read; no data of the message
 * @param acknowledgement the answer that its sender would get; segments end with CR
 * @param auditEvents FHIR R4 AuditEvents as JSON, patient identifiers masked
 */
public record Tried(
        String verdict,
        Header envelope,
        List<String> problems,
        String acknowledgement,
        List<Event> events,
        List<JsonNode> auditEvents) {

    public Tried {
        problems = List.copyOf(problems);
        events = List.copyOf(events);
        auditEvents = List.copyOf(auditEvents);
    }

    /**
     * What intake reads of the message.
     *
     * @param patient whether PID-3 has an identifier
     */
    public record Header(
            String feed,
            String type,
            String controlId,
            String sender,
            String version,
            String charset,
            boolean patient) {}

    /**
     * One event that was read.
     *
     * @param act names the act, as {@code Appointment/4711}
     * @param change new, changed, cancelled or none
     * @param decision challenge, withdraw or skip
     * @param reason a sentence; for a challenge the policy that asks for it
     * @param plan null where nobody is challenged
     */
    public record Event(
            String trigger,
            String act,
            String change,
            String decision,
            String reason,
            @Nullable Plan plan) {}

    /**
     * How the person would be challenged.
     *
     * @param recipient {@code patient}, or {@code proxy} and what they are to the patient: {@code proxy MTH}
     * @param heldUntil when the first step is due, because it is quiet until then; null: at once
     * @param timeToLive ISO 8601 duration, from when the first step is due to expiry
     * @param locale language of the texts
     */
    public record Plan(
            String policy,
            String purpose,
            String recipient,
            @Nullable Instant heldUntil,
            String timeToLive,
            int codeLength,
            int tries,
            String locale,
            List<Step> steps) {

        public Plan {
            steps = List.copyOf(steps);
        }
    }

    /**
     * One send.
     *
     * @param to masked address
     * @param fallbackAfter ISO 8601 duration until the next step, unless this one reaches {@code until}
     * @param quiet hours in which the step would be left out, for people; empty where there are none
     * @param text the words, with zeros in the place of the code
     */
    public record Step(String transport, String to, String fallbackAfter, String until, String quiet, String text) {}
}
