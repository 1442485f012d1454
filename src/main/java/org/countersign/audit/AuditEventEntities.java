package org.countersign.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityDetailComponent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/** What it was about: the patient, the act that the code is for, the challenge or the message. */
final class AuditEventEntities {

    /** Types of acts that a Reference may name. */
    private static final Set<String> ACT_TYPES =
            Set.of("Appointment", "Encounter", "MedicationRequest", "DiagnosticReport", "Invoice");

    private final AuditEntry entry;
    private final Optional<AuditSubject> subject;

    AuditEventEntities(AuditEntry entry, Optional<AuditSubject> subject) {
        this.entry = entry;
        this.subject = subject;
    }

    List<AuditEventEntityComponent> list(AuditEventGroup group) {
        List<AuditEventEntityComponent> entities = new ArrayList<>();
        subject.ifPresent(
                person -> entities.add(entity("1", "Person", "1", "Patient").setWhat(patient(person))));
        act().ifPresent(entities::add);
        AuditEventEntityComponent carrier = switch (group) {
            case IMPORT, ACCESS -> message();
            case SEND, DECISION, WRITE_BACK -> challenge();
            case CONTACT -> entity("2", "System Object", "7", "List").setName("Do-not-contact list");
            case CONFIGURATION ->
                entity("2", "System Object", "23", "Routing Criteria").setName("Routes");
            case ANSWER -> {
                if (entry.challengeId().isPresent()) {
                    entities.add(challenge());
                }
                yield message();
            }
        };
        group.details().forEach(name -> detail(name).ifPresent(carrier::addDetail));
        entities.add(carrier);
        return entities;
    }

    /** The patient by identifier, since the hub does not know where the record is kept. */
    static Reference patient(AuditSubject subject) {
        var identifier = new Identifier().setValue(subject.identifier().reveal());
        AuditCodes.system(subject.authority()).ifPresent(system -> {
            identifier.setSystem(system);
            identifier.setAssigner(new Reference().setDisplay(subject.authority()));
        });
        return new Reference().setType("Patient").setIdentifier(identifier);
    }

    private Optional<AuditEventEntityComponent> act() {
        String act = entry.detail("act");
        int slash = act.indexOf('/');
        if (slash < 0 || slash == act.length() - 1 || !ACT_TYPES.contains(act.substring(0, slash))) {
            return Optional.empty();
        }
        var identifier = new Identifier().setValue(act.substring(slash + 1));
        AuditCodes.system(entry.detail("facility")).ifPresent(identifier::setSystem);
        return Optional.of(entity("2", "System Object", "4", "Domain Resource")
                .setWhat(new Reference().setType(act.substring(0, slash)).setIdentifier(identifier)));
    }

    private AuditEventEntityComponent challenge() {
        var entity = entity("4", "Other", "20", "Job");
        entry.challengeId().ifPresent(id -> entity.setWhat(new Reference().setIdentifier(uuid(id))));
        return entity.setName("Challenge");
    }

    private AuditEventEntityComponent message() {
        var entity = entity("2", "System Object", "3", "Report");
        String controlId = entry.detail("controlId");
        if (!controlId.isEmpty()) {
            entity.setWhat(new Reference()
                    .setIdentifier(
                            new Identifier().setSystem(AuditCodes.CONTROL_IDS).setValue(controlId)));
        }
        return entity.setName("HL7 message");
    }

    private Optional<AuditEventEntityDetailComponent> detail(String name) {
        String value = entry.detail(name);
        return value.isBlank()
                ? Optional.empty()
                : Optional.of(
                        new AuditEventEntityDetailComponent().setType(name).setValue(new StringType(value)));
    }

    private static Identifier uuid(UUID id) {
        return new Identifier().setSystem(AuditCodes.URIS).setValue("urn:uuid:" + id);
    }

    private static AuditEventEntityComponent entity(String type, String typeName, String role, String roleName) {
        return new AuditEventEntityComponent()
                .setType(new Coding(AuditCodes.ENTITY_TYPES, type, typeName))
                .setRole(new Coding(AuditCodes.ENTITY_ROLES, role, roleName));
    }
}
