package org.countersign.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Sensitive;
import org.countersign.testing.TestKeys;
import org.hl7.fhir.r4.model.AuditEvent;

/** Facts and entries to test with. */
final class AuditFacts {

    static final KeyRing KEYS = TestKeys.ring();
    static final Instant AT = Instant.parse("2026-11-23T08:30:00.123456789Z");
    static final UUID CHALLENGE = UUID.fromString("6f3c1c52-5d1a-4c9e-9a3c-0c8a4b1d2e3f");

    private AuditFacts() {}

    static AuditSubject patient(String identifier) {
        return new AuditSubject(TestKeys.pseudonyms().patient(identifier, "HOSP"), Sensitive.of(identifier), "HOSP");
    }

    static AuditFact fact(AuditKind kind, Map<String, String> details) {
        return new AuditFact(
                kind,
                AuditOutcome.SUCCESS,
                AT,
                Optional.of(CHALLENGE),
                OptionalLong.of(42),
                Optional.of(patient("MRN-1")),
                details);
    }

    /** One fact of each kind with the details that its writer gives. */
    static AuditFact fact(AuditKind kind) {
        return switch (kind) {
            case MESSAGE_READ -> message(kind, AuditOutcome.SUCCESS, Map.of("decision", "challenged"));
            case MESSAGE_FAILED ->
                message(kind, AuditOutcome.MAJOR_FAILURE, Map.of("reason", "the policy could not be read"));
            case MESSAGE_REPLAYED ->
                message(kind, AuditOutcome.SUCCESS, Map.of("sender", "portal:api", "decision", "challenged"));
            case MESSAGE_VIEWED ->
                message(
                        kind,
                        AuditOutcome.SUCCESS,
                        Map.of("sender", "portal:api", "shown", "unmasked", "reason", "wrong-number"));
            case CODE_ISSUED ->
                act(kind, AuditOutcome.SUCCESS, Map.of("steps", "2", "expires", "2026-11-23T08:35:00Z"));
            case NUMBER_LOOKED_UP ->
                send(kind, AuditOutcome.SUCCESS, Map.of("channel", "sim-swap", "reason", "SIM changed within 240 h"));
            case SEND_ASKED ->
                act(
                        kind,
                        AuditOutcome.SUCCESS,
                        Map.of("client", "portal:api", "reason", "chosen", "transport", "email", "chosen", "true"));
            case CODE_SENT -> send(kind, AuditOutcome.SUCCESS, Map.of("latency", "142", "price", "0.0075"));
            case CODE_DELIVERED -> send(kind, AuditOutcome.SUCCESS, Map.of("receipt", "delivered"));
            case SEND_FAILED -> send(kind, AuditOutcome.MINOR_FAILURE, Map.of("category", "REFUSED"));
            case CODE_VERIFIED -> act(kind, AuditOutcome.SUCCESS, Map.of("tries", "2", "verifier", "pharmacist"));
            case CODE_REFUSED -> act(kind, AuditOutcome.MINOR_FAILURE, Map.of("tries", "1"));
            case CHALLENGE_LOCKED -> act(kind, AuditOutcome.SERIOUS_FAILURE, Map.of("tries", "3"));
            case CHALLENGE_EXPIRED -> act(kind, AuditOutcome.SERIOUS_FAILURE, Map.of());
            case CHALLENGE_CANCELLED -> act(kind, AuditOutcome.SUCCESS, Map.of("reason", "SIU^S15"));
            case CHALLENGE_SUPERSEDED ->
                act(kind, AuditOutcome.SUCCESS, Map.of("successor", "0d9a5d0e-3c6b-4a1f-8f5e-2b7c9d1e4f60"));
            case CHALLENGE_MERGED -> act(kind, AuditOutcome.SUCCESS, Map.of());
            case TELECOM_CHANGED -> act(kind, AuditOutcome.SUCCESS, Map.of("tries", "0"));
            case CODE_WITHHELD ->
                act(kind, AuditOutcome.SERIOUS_FAILURE, Map.of("client", "portal:api", "reason", "UNREACHABLE"));
            case CODE_UNDELIVERED -> act(kind, AuditOutcome.MAJOR_FAILURE, Map.of("reason", "no step is left"));
            case ANSWER_SENT -> answer(kind, AuditOutcome.SUCCESS, "refill", Map.of());
            case ANSWER_FAILED -> answer(kind, AuditOutcome.SERIOUS_FAILURE, "refill", Map.of("reason", "Answered AR"));
            case RECORD_UPDATED -> answer(kind, AuditOutcome.SUCCESS, "record", Map.of());
            case RECORD_NOT_UPDATED ->
                answer(kind, AuditOutcome.MINOR_FAILURE, "record", Map.of("reason", "Appointment is cancelled"));
            case CONTACT_BARRED ->
                hub(kind, Map.of("asked", "reply", "channel", "sms-smpp", "recipient", "0".repeat(32)));
            case CONTACT_ALLOWED ->
                hub(
                        kind,
                        Map.of(
                                "asked",
                                "client",
                                "client",
                                "portal:api",
                                "channel",
                                "api",
                                "recipient",
                                "0".repeat(32)));
            case ROUTES_CHANGED ->
                hub(
                        kind,
                        Map.of(
                                "change",
                                "0".repeat(64),
                                "files",
                                "policies/refill.yaml",
                                "compared",
                                "200",
                                "differences",
                                "3",
                                "client",
                                "portal:api"));
        };
    }

    static AuditEntry entry(AuditKind kind) {
        AuditFact fact = fact(kind);
        return new AuditEntry(
                1,
                UUID.nameUUIDFromBytes(kind.code().getBytes(StandardCharsets.UTF_8)),
                fact.at(),
                kind.name(),
                fact.outcome().name(),
                fact.challengeId(),
                fact.inboxId(),
                fact.subject().map(AuditSubject::patientKey),
                Optional.empty(),
                new TreeMap<>(fact.details()),
                Optional.empty());
    }

    /** One AuditEvent of each kind as the mapper makes it. */
    static AuditEvent event(AuditKind kind) {
        return new AuditEventMapper("countersign").map(entry(kind), fact(kind).subject());
    }

    /** Of no person and no challenge. */
    private static AuditFact hub(AuditKind kind, Map<String, String> details) {
        return new AuditFact(
                kind, AuditOutcome.SUCCESS, AT, Optional.empty(), OptionalLong.empty(), Optional.empty(), details);
    }

    private static AuditFact message(AuditKind kind, AuditOutcome outcome, Map<String, String> more) {
        Map<String, String> details = new TreeMap<>(
                Map.of("type", "SIU^S12", "controlId", "MSG00001", "feed", "scheduling", "facility", "North Clinic"));
        details.putAll(more);
        return new AuditFact(
                kind, outcome, AT, Optional.empty(), OptionalLong.of(42), Optional.of(patient("MRN-1")), details);
    }

    private static AuditFact act(AuditKind kind, AuditOutcome outcome, Map<String, String> more) {
        Map<String, String> details = new TreeMap<>(Map.of(
                "purpose",
                "refill",
                "policy",
                "refill-by-phone",
                "act",
                "MedicationRequest/RX-77",
                "facility",
                "North Clinic",
                "tag",
                "KTR"));
        details.putAll(more);
        return new AuditFact(
                kind, outcome, AT, Optional.of(CHALLENGE), OptionalLong.of(42), Optional.of(patient("MRN-1")), details);
    }

    private static AuditFact answer(AuditKind kind, AuditOutcome outcome, String answer, Map<String, String> more) {
        Map<String, String> details = new TreeMap<>(Map.of(
                "answer",
                answer,
                "decision",
                "verified",
                "destination",
                "pharmacy",
                "controlId",
                "0K5ZQ3J7W1N8R2T4V6XB",
                "tries",
                "1"));
        details.putAll(more);
        return act(kind, outcome, details);
    }

    private static AuditFact send(AuditKind kind, AuditOutcome outcome, Map<String, String> more) {
        Map<String, String> details =
                new TreeMap<>(Map.of("transport", "sms", "channel", "sms-smpp", "step", "0", "turn", "1"));
        details.putAll(more);
        return act(kind, outcome, details);
    }
}
