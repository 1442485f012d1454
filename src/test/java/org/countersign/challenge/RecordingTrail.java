package org.countersign.challenge;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.countersign.audit.AuditFact;
import org.countersign.audit.AuditKind;
import org.countersign.audit.AuditTrail;

/** A trail in memory. */
final class RecordingTrail implements AuditTrail {

    private final List<AuditFact> facts = new CopyOnWriteArrayList<>();

    @Override
    public void append(AuditFact fact) {
        facts.add(fact);
    }

    List<AuditKind> kinds() {
        return facts.stream().map(AuditFact::kind).toList();
    }

    List<AuditFact> facts() {
        return facts;
    }
}
