package org.countersign.audit;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Reference;

/**
 * An entry of the trail as a FHIR R4 AuditEvent of the profiles in {@code fhir-profiles/}. Pure: the same entry always
 * gives the same resource, so that shipping it twice changes nothing.
 */
final class AuditEventMapper {

    private final String hub;

    /** @param hub name of this hub, for AuditEvent.source.observer */
    AuditEventMapper(String hub) {
        this.hub = hub;
    }

    /** @param subject the entry's subject, opened */
    AuditEvent map(AuditEntry entry, Optional<AuditSubject> subject) {
        AuditKind kind = entry.auditKind();
        AuditEventGroup group = AuditEventGroup.of(kind);
        var event = new AuditEvent();
        event.setId(entry.eventId().toString());
        event.getMeta().addProfile(group.profile());
        event.setType(group.type());
        event.addSubtype(new Coding(AuditCodes.EVENTS, kind.code(), AuditEventGroup.display(kind)));
        if (AuditEventGroup.discloses(kind)) {
            event.addSubtype(new Coding(AuditCodes.LIFECYCLE, "disclose", "Disclose Record Lifecycle Event"));
        }
        if (kind == AuditKind.TELECOM_CHANGED || group == AuditEventGroup.CONTACT) {
            event.addSubtype(new Coding(AuditCodes.DICOM, "110137", "User Security Attributes Changed"));
        }
        if (group == AuditEventGroup.CONFIGURATION) {
            event.addSubtype(new Coding(AuditCodes.DICOM, "110131", "Software Configuration"));
        }
        if (group == AuditEventGroup.WRITE_BACK) {
            event.addSubtype(new Coding(AuditCodes.INTERACTIONS, "update", "update"));
        }
        if (group == AuditEventGroup.ACCESS) {
            event.addSubtype(new Coding(AuditCodes.INTERACTIONS, "read", "read"));
        }
        event.setAction(AuditEventAction.fromCode(group.action()));
        event.setRecordedElement(new InstantType(
                Date.from(entry.recordedAt()), TemporalPrecisionEnum.MILLI, TimeZone.getTimeZone("UTC")));
        event.setOutcome(AuditEventOutcome.fromCode(entry.auditOutcome().code()));
        purpose(entry).ifPresent(event::addPurposeOfEvent);
        event.setSource(source(entry));
        new AuditEventAgents(entry, hub(), subject).list(kind).forEach(event::addAgent);
        new AuditEventEntities(entry, subject).list(group).forEach(event::addEntity);
        return event;
    }

    private AuditEvent.AuditEventSourceComponent source(AuditEntry entry) {
        var source = new AuditEvent.AuditEventSourceComponent().setObserver(hub());
        if (!entry.detail("facility").isEmpty()) {
            source.setSite(entry.detail("facility"));
        }
        source.addType(new Coding(AuditCodes.SOURCE_TYPES, "4", "Application Server"));
        return source;
    }

    private Reference hub() {
        return new Reference()
                .setType("Device")
                .setIdentifier(new Identifier().setSystem(AuditCodes.HUBS).setValue(hub))
                .setDisplay("Countersign");
    }

    /** Why it was done (v3-ActReason); training and debugging messages say so themselves. */
    private static Optional<CodeableConcept> purpose(AuditEntry entry) {
        if (entry.detail("reason").equals("NOT_PRODUCTION")) {
            return Optional.of(reason("HTEST", "test health data"));
        }
        return switch (entry.detail("purpose")) {
            case "appointment" -> Optional.of(reason("PATADMIN", "patient administration"));
            case "refill", "lab", "telehealth" -> Optional.of(reason("TREAT", "treatment"));
            case "billing" -> Optional.of(reason("HPAYMT", "healthcare payment"));
            case "staff" -> Optional.of(reason("HOPERAT", "healthcare operations"));
            case "portal" -> Optional.of(reason("PATRQT", "patient requested"));
            default -> Optional.empty();
        };
    }

    private static CodeableConcept reason(String code, String display) {
        return AuditCodes.concept(AuditCodes.ACT_REASONS, code, display);
    }
}
