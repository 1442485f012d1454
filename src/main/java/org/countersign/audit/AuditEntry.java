package org.countersign.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One row of the trail as it stands in the database, which may have been tampered with: kind and outcome are texts, not
 * yet known to be ours.
 *
 * @param id order of appending
 * @param eventId id of the FHIR AuditEvent
 * @param recordedAt in whole microseconds
 * @param patientKey pseudonym; empty where the entry is about no person
 * @param subject sealed JSON of the {@link AuditSubject}
 * @param link place in the chain, once sealed
 */
record AuditEntry(
        long id,
        UUID eventId,
        Instant recordedAt,
        String kind,
        String outcome,
        Optional<UUID> challengeId,
        OptionalLong inboxId,
        Optional<String> patientKey,
        Optional<Bytes> subject,
        SortedMap<String, String> details,
        Optional<Link> link) {

    AuditEntry {
        details = new TreeMap<>(details);
    }

    /** @throws IllegalArgumentException when the row holds another kind than the hub ever wrote */
    AuditKind auditKind() {
        return AuditKind.valueOf(kind);
    }

    /** @throws IllegalArgumentException when the row holds another outcome than the hub ever wrote */
    AuditOutcome auditOutcome() {
        return AuditOutcome.valueOf(outcome);
    }

    /** A detail by name; the empty string where there is none. */
    String detail(String name) {
        return details.getOrDefault(name, "");
    }

    /** The entry at its place in the chain. */
    AuditEntry at(Link place) {
        return new AuditEntry(
                id,
                eventId,
                recordedAt,
                kind,
                outcome,
                challengeId,
                inboxId,
                patientKey,
                subject,
                details,
                Optional.of(place));
    }
}
