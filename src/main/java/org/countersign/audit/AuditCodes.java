package org.countersign.audit;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** The systems and codes that the hub's AuditEvents are written in. */
final class AuditCodes {

    private static final String BASE = "https://countersign.org/fhir/";
    private static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";

    /** Our own words for what happened: the codes of {@link AuditKind}. */
    static final String EVENTS = BASE + "CodeSystem/countersign-event";

    /** Names of hubs. */
    static final String HUBS = BASE + "NamingSystem/hub";

    /** Subjects of the certificates of senders, as RFC 2253 writes them. */
    static final String CERTIFICATES = BASE + "NamingSystem/certificate-subject";

    /** Names of channels, as their files are called. */
    static final String CHANNELS = BASE + "NamingSystem/channel";

    /** Control ids of messages. */
    static final String CONTROL_IDS = BASE + "NamingSystem/control-id";

    /** Prefix of the systems of patient identifiers and acts: what follows is the authority or facility, encoded. */
    static final String LOCAL_IDS = BASE + "sid/";

    static final String URIS = "urn:ietf:rfc:3986";
    static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
    static final String EVENT_TYPES = TERMINOLOGY + "audit-event-type";
    static final String INTERACTIONS = "http://hl7.org/fhir/restful-interaction";
    static final String ACT_REASONS = TERMINOLOGY + "v3-ActReason";
    static final String LIFECYCLE = TERMINOLOGY + "iso-21089-lifecycle";
    static final String ENTITY_TYPES = TERMINOLOGY + "audit-entity-type";
    static final String ENTITY_ROLES = TERMINOLOGY + "object-role";
    static final String SOURCE_TYPES = TERMINOLOGY + "security-source-type";
    static final String PARTICIPATION = TERMINOLOGY + "v3-ParticipationType";

    static final CodeableConcept SOURCE = concept(DICOM, "110153", "Source Role ID");
    static final CodeableConcept DESTINATION = concept(DICOM, "110152", "Destination Role ID");
    static final CodeableConcept APPLICATION = concept(DICOM, "110150", "Application");
    static final CodeableConcept RECIPIENT = concept(PARTICIPATION, "IRCP", "information recipient");
    static final CodeableConcept VERIFIER = concept(PARTICIPATION, "VRF", "verifier");

    private AuditCodes() {}

    /** URI for the identifiers that an authority (PID-3.4) or a facility gives out; empty for an empty name. */
    static Optional<String> system(String authority) {
        return authority.isEmpty()
                ? Optional.empty()
                : Optional.of(LOCAL_IDS + URLEncoder.encode(authority, StandardCharsets.UTF_8));
    }

    /** The authority that a system stands for: the inverse of {@link #system}; other texts stand for themselves. */
    static String authority(String system) {
        return system.startsWith(LOCAL_IDS)
                ? URLDecoder.decode(system.substring(LOCAL_IDS.length()), StandardCharsets.UTF_8)
                : system;
    }

    static CodeableConcept concept(String system, String code, String display) {
        return new CodeableConcept(new Coding(system, code, display));
    }
}
