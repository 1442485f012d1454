package org.countersign.audit;

import java.util.Optional;
import org.countersign.platform.OperationalException;
import org.hl7.fhir.r4.model.AuditEvent;

/** Gives entries as AuditEvents, their subject opened. */
final class AuditEventReader {

    private final SubjectSeal seal;
    private final AuditEventMapper mapper;

    AuditEventReader(SubjectSeal seal, AuditEventMapper mapper) {
        this.seal = seal;
        this.mapper = mapper;
    }

    /** Empty when the entry was altered in the database so that it says nothing, or its key is not on the ring. */
    Optional<AuditEvent> read(AuditEntry entry) {
        try {
            return Optional.of(mapper.map(entry, seal.open(entry)));
        } catch (OperationalException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
