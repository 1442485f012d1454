package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.audit.AuditKind.CHALLENGE_CANCELLED;
import static org.countersign.audit.AuditKind.CHALLENGE_EXPIRED;
import static org.countersign.audit.AuditKind.CHALLENGE_LOCKED;
import static org.countersign.audit.AuditKind.CODE_ISSUED;
import static org.countersign.audit.AuditKind.CODE_REFUSED;
import static org.countersign.audit.AuditKind.CODE_SENT;
import static org.countersign.audit.AuditKind.CODE_UNDELIVERED;
import static org.countersign.audit.AuditKind.CODE_VERIFIED;
import static org.countersign.audit.AuditKind.CODE_WITHHELD;
import static org.countersign.audit.AuditKind.CONTACT_ALLOWED;
import static org.countersign.audit.AuditKind.CONTACT_BARRED;
import static org.countersign.audit.AuditKind.MESSAGE_FAILED;
import static org.countersign.audit.AuditKind.MESSAGE_READ;
import static org.countersign.audit.AuditKind.NUMBER_LOOKED_UP;
import static org.countersign.audit.AuditKind.SEND_FAILED;

import ca.uhn.fhir.context.FhirContext;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.countersign.testing.AuditEventValidation;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The profiles refuse what the mapper must never make. */
class AuditProfileTest {

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("mutations")
    void aMutatedEventIsRefused(AuditKind kind, String mutation, Consumer<AuditEvent> mutate) {
        AuditEvent event = AuditFacts.event(kind);
        assertThat(AuditEventValidation.problems(event)).isEmpty();

        mutate.accept(event);

        assertThat(AuditEventValidation.problems(event)).as(mutation).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(AuditKind.class)
    void whateverDetailsAnEntryHasItsEventIsValid(AuditKind kind) {
        AuditEntry entry = AuditFacts.entry(kind);
        Stream.of(AuditEventGroup.values())
                .flatMap(group -> group.details().stream())
                .forEach(name -> entry.details().putIfAbsent(name, "x"));
        entry.details().put("code", "123456");
        AuditEvent event =
                new AuditEventMapper("hub").map(entry, AuditFacts.fact(kind).subject());

        AuditEventValidation.assertValid(event);
        assertThat(FhirContext.forR4Cached().newJsonParser().encodeResourceToString(event))
                .doesNotContain("123456");
    }

    @ParameterizedTest
    @EnumSource(
            value = AuditKind.class,
            names = {"MESSAGE_READ", "MESSAGE_FAILED"})
    void theCertificateThatASenderShowedIsWhoItWas(AuditKind kind) {
        AuditEntry entry = AuditFacts.entry(kind);
        entry.details().put("peer", "CN=scheduling,O=Good Health");
        AuditEvent event =
                new AuditEventMapper("hub").map(entry, AuditFacts.fact(kind).subject());

        AuditEventValidation.assertValid(event);
        assertThat(event.getAgentFirstRep().getWho().getIdentifier().getValue())
                .isEqualTo("CN=scheduling,O=Good Health");
    }

    @ParameterizedTest
    @EnumSource(
            value = AuditKind.class,
            names = {"CODE_ISSUED", "CODE_SENT", "CODE_VERIFIED"})
    void ofAProxyNoMoreIsToldThanWhatTheyAreToThePatientWhoStaysTheSubject(AuditKind kind) {
        AuditEntry entry = AuditFacts.entry(kind);
        entry.details().put("proxy", "MTH");
        AuditEvent event =
                new AuditEventMapper("hub").map(entry, AuditFacts.fact(kind).subject());

        AuditEventValidation.assertValid(event);
        assertThat(event.getAgent())
                .filteredOn(
                        agent -> agent.getType().getCodingFirstRep().getCode().equals("IRCP"))
                .singleElement()
                .satisfies(agent -> {
                    assertThat(agent.getWho().getType()).isEqualTo("RelatedPerson");
                    assertThat(agent.getWho().getDisplay()).isEqualTo("MTH");
                    assertThat(agent.getWho().hasIdentifier()).isFalse();
                });
        assertThat(patient(event).getWhat().getIdentifier().getValue()).isEqualTo("MRN-1");
    }

    @Test
    void aCheckOfAnUnknownChallengeIsValidWithoutPatientAndChallenge() {
        AuditEntry entry = new AuditEntry(
                1,
                UUID.randomUUID(),
                AuditFacts.AT,
                CODE_REFUSED.name(),
                AuditOutcome.SERIOUS_FAILURE.name(),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(Map.of("verifier", "pharmacist", "reason", "UNKNOWN")),
                Optional.empty());

        AuditEventValidation.assertValid(new AuditEventMapper("hub").map(entry, Optional.empty()));
    }

    @Test
    void aMessageThatCouldNotBeReadIsValidWithoutPatientAndControlId() {
        AuditEntry entry = new AuditEntry(
                1,
                UUID.randomUUID(),
                AuditFacts.AT,
                MESSAGE_FAILED.name(),
                AuditOutcome.SERIOUS_FAILURE.name(),
                Optional.empty(),
                OptionalLong.of(1),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                Optional.empty());

        AuditEventValidation.assertValid(new AuditEventMapper("hub").map(entry, Optional.empty()));
    }

    static Stream<Arguments> mutations() {
        return Stream.of(
                        Stream.of(MESSAGE_READ, CODE_SENT, CODE_VERIFIED).flatMap(AuditProfileTest::ofAll),
                        ofImport(),
                        ofSend(),
                        ofDecision(),
                        ofContact())
                .flatMap(cases -> cases);
    }

    private static Stream<Arguments> ofAll(AuditKind kind) {
        return Stream.of(
                of(kind, "without type", event -> event.setType(null)),
                of(kind, "with another type", event -> event.getType().setCode("110113")),
                of(
                        kind,
                        "with a type of another system",
                        event -> event.getType().setSystem("urn:x")),
                of(kind, "without subtype", event -> event.setSubtype(null)),
                of(
                        kind,
                        "with an unknown subtype",
                        event -> event.getSubtypeFirstRep().setCode("code-guessed")),
                of(
                        kind,
                        "with a subtype of another profile",
                        event -> event.getSubtypeFirstRep().setCode(kind == CODE_SENT ? "code-verified" : "code-sent")),
                of(
                        kind,
                        "with a subtype of another system",
                        event -> event.getSubtypeFirstRep().setSystem("urn:x")),
                of(
                        kind,
                        "with two subtypes of ours",
                        event -> event.addSubtype(event.getSubtypeFirstRep().copy())),
                of(kind, "without action", event -> event.setAction(null)),
                of(kind, "with another action", event -> event.setAction(AuditEventAction.D)),
                of(kind, "without time", event -> event.setRecorded(null)),
                of(kind, "without outcome", event -> event.setOutcome(null)),
                of(kind, "with an outcome that does not go with it", event -> event.setOutcome(AuditEventOutcome._8)),
                of(kind, "with words about the outcome", event -> event.setOutcomeDesc("wrong code 123456")),
                of(kind, "without agents", event -> event.setAgent(null)),
                of(kind, "without its first agent", event -> event.getAgent().removeFirst()),
                of(
                        kind,
                        "with nobody who asked",
                        event -> event.getAgent().forEach(agent -> agent.setRequestor(false))),
                of(kind, "with two who asked", event -> event.getAgent().forEach(agent -> agent.setRequestor(true))),
                of(
                        kind,
                        "with an agent of no known part",
                        event -> event.addAgent().setRequestor(false).setName("somebody")),
                of(kind, "without source", event -> event.setSource(null)),
                of(kind, "without observer", event -> event.getSource().setObserver(null)),
                of(
                        kind,
                        "with an observer of no name",
                        event -> event.getSource().setObserver(new Reference("Device/1"))),
                of(
                        kind,
                        "with an entity of no known part",
                        event -> event.addEntity().setName("thing")),
                of(kind, "without entities", event -> event.setEntity(null)),
                of(kind, "without what it is about", event -> event.getEntity().removeLast()),
                of(
                        kind,
                        "with a detail of another name",
                        event -> carrier(event).addDetail().setType("code").setValue(new StringType("123456"))),
                of(
                        kind,
                        "with a detail that is no text",
                        event -> carrier(event).getDetailFirstRep().setValue(new Base64BinaryType("QQ=="))),
                of(kind, "with the patient's name", event -> patient(event).setName("Doe, Jane")),
                of(
                        kind,
                        "with the patient shown",
                        event -> patient(event).getWhat().setDisplay("Doe, Jane")),
                of(
                        kind,
                        "with a patient of no identifier",
                        event -> patient(event).setWhat(new Reference("Patient/1").setType("Patient"))),
                of(kind, "with a query", event -> patient(event).setQuery(new byte[] {1})));
    }

    private static Stream<Arguments> ofImport() {
        return Stream.of(
                of(MESSAGE_FAILED, "with success", event -> event.setOutcome(AuditEventOutcome._0)),
                of(
                        MESSAGE_READ,
                        "with a sender of no name",
                        event -> event.getAgentFirstRep().setName(null)),
                of(
                        MESSAGE_READ,
                        "with a control id of another system",
                        event -> carrier(event).getWhat().getIdentifier().setSystem("urn:x")));
    }

    private static Stream<Arguments> ofSend() {
        return Stream.of(
                of(CODE_ISSUED, "without patient", event -> event.getEntity().remove(patient(event))),
                of(
                        CODE_ISSUED,
                        "that claims a disclosure",
                        event -> event.addSubtype(new Coding(AuditCodes.LIFECYCLE, "disclose", null))),
                of(
                        CODE_SENT,
                        "that hides the disclosure",
                        event -> event.getSubtype().removeLast()),
                of(
                        CODE_SENT,
                        "with another life cycle event",
                        event -> event.getSubtype().getLast().setCode("destroy")),
                of(CODE_SENT, "without recipient", event -> event.getAgent().removeLast()),
                of(
                        CODE_SENT,
                        "with the recipient's number",
                        event -> event.getAgent()
                                .getLast()
                                .setNetwork(new AuditEventAgentNetworkComponent().setAddress("+12025550123"))),
                of(
                        CODE_SENT,
                        "with the recipient's name",
                        event -> event.getAgent().getLast().setName("Jane Doe")),
                of(
                        CODE_SENT,
                        "with a proxy's name",
                        event -> event.getAgent()
                                .getLast()
                                .setWho(new Reference().setType("RelatedPerson").setDisplay("Jane Doe"))),
                of(
                        CODE_SENT,
                        "with a proxy who goes by the patient's number",
                        event -> event.getAgent().getLast().getWho().setType("RelatedPerson")),
                of(CODE_SENT, "without challenge id", event -> carrier(event).setWhat(null)),
                of(NUMBER_LOOKED_UP, "with major failure", event -> event.setOutcome(AuditEventOutcome._8)),
                of(SEND_FAILED, "with success", event -> event.setOutcome(AuditEventOutcome._0)),
                of(CODE_UNDELIVERED, "with success", event -> event.setOutcome(AuditEventOutcome._0)),
                of(CODE_WITHHELD, "with success", event -> event.setOutcome(AuditEventOutcome._0)),
                of(
                        CODE_WITHHELD,
                        "asked for by the hub as well",
                        event -> event.getAgent().get(1).setRequestor(true)),
                of(
                        CODE_WITHHELD,
                        "of a client without a name",
                        event -> event.getAgentFirstRep().setAltId(null)));
    }

    private static Stream<Arguments> ofDecision() {
        return Stream.of(
                of(CODE_VERIFIED, "with minor failure", event -> event.setOutcome(AuditEventOutcome._4)),
                of(CODE_REFUSED, "with success", event -> event.setOutcome(AuditEventOutcome._0)),
                of(CHALLENGE_LOCKED, "with success", event -> event.setOutcome(AuditEventOutcome._0)),
                of(CHALLENGE_EXPIRED, "with success", event -> event.setOutcome(AuditEventOutcome._0)),
                of(CHALLENGE_CANCELLED, "with failure", event -> event.setOutcome(AuditEventOutcome._8)),
                of(CODE_VERIFIED, "without patient", event -> event.getEntity().remove(patient(event))),
                of(
                        CODE_VERIFIED,
                        "without challenge id",
                        event -> carrier(event).setWhat(null)),
                of(
                        CODE_VERIFIED,
                        "with a challenge id of another system",
                        event -> carrier(event).getWhat().getIdentifier().setSystem("urn:x")),
                of(
                        CODE_VERIFIED,
                        "with a verifier of no name",
                        event -> event.getAgentFirstRep().setAltId(null)),
                of(CODE_VERIFIED, "that the hub itself asked for", event -> {
                    event.getAgent().forEach(agent -> agent.setRequestor(false));
                    event.getAgent().getLast().setRequestor(true);
                }));
    }

    private static Stream<Arguments> ofContact() {
        return Stream.of(
                of(CONTACT_BARRED, "with failure", event -> event.setOutcome(AuditEventOutcome._4)),
                of(
                        CONTACT_BARRED,
                        "that nobody asked for",
                        event -> event.getAgentFirstRep().setRequestor(false)),
                of(
                        CONTACT_BARRED,
                        "by a channel of no name",
                        event -> event.getAgentFirstRep().setWho(null)),
                of(
                        CONTACT_BARRED,
                        "with the number that wrote",
                        event -> event.getAgentFirstRep()
                                .setNetwork(new AuditEventAgentNetworkComponent().setAddress("+12025550123"))),
                of(
                        CONTACT_BARRED,
                        "with the address's pseudonym",
                        event -> carrier(event).addDetail().setType("recipient").setValue(new StringType("0a"))),
                of(
                        CONTACT_BARRED,
                        "with DICOM's word for something else",
                        event -> event.getSubtype().getLast().setCode("110131")),
                of(
                        CONTACT_ALLOWED,
                        "by a client of no name",
                        event -> event.getAgentFirstRep().setAltId(null)),
                of(
                        CONTACT_ALLOWED,
                        "with another kind's word",
                        event -> event.getSubtypeFirstRep().setCode("routes-changed")));
    }

    private static Arguments of(AuditKind kind, String mutation, Consumer<AuditEvent> mutate) {
        return Arguments.of(kind, mutation, mutate);
    }

    /** The message or the challenge: it has the details. */
    private static AuditEventEntityComponent carrier(AuditEvent event) {
        return event.getEntity().getLast();
    }

    private static AuditEventEntityComponent patient(AuditEvent event) {
        return event.getEntity().stream()
                .filter(entity -> entity.getType().getCode().equals("1"))
                .findFirst()
                .orElseThrow();
    }
}
