package org.countersign.intake;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The HL7 v2 merges that wait. One holds back what came later for any of its patients, though it stands in the queue of
 * but one. Whom they are about is read once; thread-safe.
 */
final class WaitingMerges {

    private static final int REMEMBERED = 10_000;

    private final WaitingRowStore rows;
    private final MessageWork work;
    private final Map<Long, Set<String>> patients = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Set<String>> eldest) {
            return size() > REMEMBERED;
        }
    });

    WaitingMerges(WaitingRowStore rows, MessageWork work) {
        this.rows = rows;
        this.work = work;
    }

    /** Key of the patient in whose queue the oldest merge stands that is before {@code id} and about any of {@code heads}. */
    Optional<String> findBefore(long id, Set<String> heads) {
        return rows.mergesBefore(id).stream()
                .filter(merge -> patients(merge).stream().map(rows::head).anyMatch(heads::contains))
                .findFirst()
                .flatMap(rows::findWaiting)
                .map(WaitingRowStore.Row::patientKey);
    }

    private Set<String> patients(long id) {
        Set<String> known = patients.get(id);
        if (known == null) {
            known = rows.findWaiting(id).map(work::merged).orElse(Set.of());
            patients.put(id, known);
        }
        return known;
    }
}
