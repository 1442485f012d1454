package org.countersign.audit;

import ca.uhn.fhir.context.FhirContext;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The AuditEvent that a fact would become, without an entry: for who tries out what a message would lead to. */
public final class AuditPreview {

    /** It is not kept, so it has no id of its own. */
    private static final UUID NONE = new UUID(0, 0);

    private final FhirContext context;
    private final AuditEventMapper mapper;

    AuditPreview(FhirContext context, AuditEventMapper mapper) {
        this.context = context;
        this.mapper = mapper;
    }

    /** The FHIR R4 AuditEvent of {@code fact} as JSON; its id is all zeros. */
    public String json(AuditFact fact) {
        AuditEntry entry = new AuditEntry(
                0,
                NONE,
                fact.at(),
                fact.kind().name(),
                fact.outcome().name(),
                fact.challengeId(),
                fact.inboxId(),
                fact.subject().map(AuditSubject::patientKey),
                Optional.empty(),
                new TreeMap<>(fact.details()),
                Optional.empty());
        return context.newJsonParser().encodeResourceToString(mapper.map(entry, fact.subject()));
    }
}
