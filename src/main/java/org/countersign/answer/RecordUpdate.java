package org.countersign.answer;

import java.util.Set;

/** What the end of a challenge changes in the EHR's own record. */
final class RecordUpdate {

    private static final Set<String> TYPES = Set.of("Appointment", "MedicationRequest", "Task");

    private RecordUpdate() {}

    /** Whether an act, {@code Appointment/4711}, has a record to be updated. */
    static boolean concerns(String act) {
        int slash = act.indexOf('/');
        return slash > 0
                && TYPES.contains(act.substring(0, slash))
                && act.substring(slash + 1).matches("[A-Za-z0-9\\-.]{1,64}");
    }
}
