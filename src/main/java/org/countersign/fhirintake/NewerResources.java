package org.countersign.fhirintake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.countersign.resource.Submission;
import org.countersign.resource.SubmissionReader;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;

/**
 * Fetches what the EHR has written since the cursor. Servers stamp a resource before they commit it, so that one can
 * turn up behind the cursor: each search looks back over an overlap, and the inbox knows the versions that it has.
 */
final class NewerResources {

    private static final int PAGE = 100;

    private final EhrSearch ehr;
    private final SubmissionReader submissions;
    private final CursorStore cursors;
    private final Door door;
    private final Clock clock;
    private final Duration overlap;

    NewerResources(
            EhrSearch ehr,
            SubmissionReader submissions,
            CursorStore cursors,
            Door door,
            Clock clock,
            Duration overlap) {
        this.ehr = ehr;
        this.submissions = submissions;
        this.cursors = cursors;
        this.door = door;
        this.clock = clock;
        this.overlap = overlap;
    }

    /**
     * Stores what is new and moves the cursor, in one transaction. The first time, what came before the overlap is left.
     *
     * @param criteria {@code Appointment?status=pending}
     * @return how many resources the EHR gave
     * @throws org.countersign.platform.OperationalException when the EHR does not give them; then nothing has moved
     */
    int fetch(String cursor, String criteria, String sender) {
        Instant now = clock.instant();
        Instant known =
                cursors.find(cursor).flatMap(CursorStore.Cursor::lastUpdated).orElse(now);
        String path = criteria + (criteria.contains("?") ? "&" : "?") + "_lastUpdated=ge" + known.minus(overlap)
                + "&_sort=_lastUpdated&_count=" + PAGE;
        List<BundleEntryComponent> entries = ehr.list(path);
        List<BundleEntryComponent> found =
                entries.stream().filter(NewerResources::isMatch).toList();
        List<Submission> taken = found.stream()
                .map(entry -> submissions.read(entry.getResource(), entries))
                .toList();
        Optional<Instant> newest = found.stream()
                .map(entry -> entry.getResource().getMeta().getLastUpdated())
                .filter(java.util.Objects::nonNull)
                .map(Date::toInstant)
                .max(Instant::compareTo);
        door.takeAll(taken, sender, () -> cursors.move(cursor, newest.or(() -> Optional.of(known)), 0, now));
        return taken.size();
    }

    private static boolean isMatch(BundleEntryComponent entry) {
        boolean beside = entry.getSearch().getMode() == SearchEntryMode.INCLUDE
                || entry.getSearch().getMode() == SearchEntryMode.OUTCOME;
        return entry.hasResource()
                && !beside
                && SubmissionReader.TYPES.contains(entry.getResource().fhirType());
    }
}
