package org.countersign.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which entries to find: all that meet every condition. An empty Optional is no condition; an empty set is one that
 * nothing meets.
 *
 * @param from earliest time
 * @param before first time that is too late
 * @param patientKeys pseudonyms
 * @param verifiers who checked a code
 * @param sender beginning of the name of the sending system, in any case
 */
record AuditQuery(
        Optional<UUID> eventId,
        Set<AuditKind> kinds,
        Optional<Set<AuditOutcome>> outcomes,
        Optional<Instant> from,
        Optional<Instant> before,
        Optional<List<String>> patientKeys,
        Optional<List<Thing>> things,
        Optional<List<String>> verifiers,
        Optional<String> sender) {

    /** Something that an entry is about. */
    sealed interface Thing {

        record ByChallenge(UUID id) implements Thing {}

        /** @param controlId MSH-10 */
        record ByMessage(String controlId) implements Thing {}

        /**
         * A patient or an act, by an identifier that somebody gave out.
         *
         * @param authority PID-3.4, or the facility of an act
         */
        record ByLocalId(String patientKey, String authority, String id) implements Thing {}
    }

    /**
     * A part of what was found.
     *
     * @param newestFirst or oldest first
     */
    record Page(boolean newestFirst, int offset, int count) {}
}
