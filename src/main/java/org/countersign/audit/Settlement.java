package org.countersign.audit;

import java.util.Set;
import org.countersign.fhir.BatchAnswer;

/**
 * What is written down about an entry that the server has answered.
 *
 * @param id of the entry
 * @param note why it is quarantined; no words of the server's
 */
record Settlement(long id, Shipping shipping, String note) {

    /** Refusals that say nothing against the entry: who we are, that we are too many or too fast, or were here before. */
    private static final Set<Integer> ABOUT_THE_REQUEST = Set.of(401, 403, 408, 409, 423, 425, 429);

    /** Where an entry stands on its way out. */
    enum Shipping {
        WAITING,
        SHIPPED,
        QUARANTINED
    }

    static Settlement unreadable(AuditEntry entry) {
        return new Settlement(
                entry.id(), Shipping.QUARANTINED, "The entry cannot be read: altered, or its key is gone");
    }

    static Settlement of(AuditEntry entry, BatchAnswer.Entry answer) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return new Settlement(entry.id(), Shipping.SHIPPED, "");
        }
        if (status >= 400 && status < 500 && !ABOUT_THE_REQUEST.contains(status)) {
            String issues = answer.issues().isEmpty() ? "" : ": " + String.join(", ", answer.issues());
            return new Settlement(entry.id(), Shipping.QUARANTINED, "HTTP " + status + issues);
        }
        return new Settlement(entry.id(), Shipping.WAITING, "HTTP " + status);
    }

    boolean isFinal() {
        return shipping != Shipping.WAITING;
    }
}
