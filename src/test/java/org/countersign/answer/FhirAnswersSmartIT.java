package org.countersign.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.countersign.challenge.Challenges;
import org.countersign.testing.AuthorizationServer;
import org.countersign.testing.EhrServer;
import org.countersign.testing.KeyFiles;
import org.countersign.testing.MutableClock;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Appointment.ParticipationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An EHR that lets in by tokens of its authorization server alone (SMART Backend Services). */
class FhirAnswersSmartIT {

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock(Challenges.START);
    private AuthorizationServer issuer;
    private EhrServer ehr;
    private AnswerParts parts;
    private String keys;

    @BeforeEach
    void start() throws Exception {
        issuer = AuthorizationServer.start(clock);
        ehr = EhrServer.start();
        ehr.guardBy(issuer);
        var key = new com.nimbusds.jose.jwk.gen.ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_384)
                .keyID("hub-1")
                .generate();
        keys = new com.nimbusds.jose.jwk.JWKSet(key).toString(true);
        parts = new AnswerParts(Map.of(
                        "countersign.ehr.url",
                        ehr.url(),
                        "countersign.ehr.smart.client-id",
                        "hub",
                        "countersign.ehr.smart.scope",
                        "system/Appointment.ru system/Provenance.u",
                        "countersign.smart.keys",
                        KeyFiles.jwks(folder, "hub.json", key).toString()))
                .load("fhir");
        parts.empty();
        ehr.write(appointment());
    }

    @AfterEach
    void stop() {
        parts.close();
        ehr.close();
        issuer.close();
    }

    @Test
    void aReadAnUpdateAndAProvenanceNeedOneToken() {
        issuer.register("hub", () -> keys);
        verified();
        assertThat(parts.rows()).containsExactly("SENT");
        assertThat(ehr.record(Appointment.class, "4711").getStatus()).isEqualTo(AppointmentStatus.BOOKED);
        assertThat(issuer.requests()).isEqualTo(1);
    }

    @Test
    void aTokenThatTheEhrTakesNoMoreIsReplacedAtOnce() {
        issuer.register("hub", () -> keys);
        verified();
        issuer.revoke();
        ehr.write(appointment());
        verified();
        assertThat(parts.rows()).containsExactly("SENT", "SENT");
        assertThat(issuer.requests()).isEqualTo(2);
    }

    @Test
    void anEhrThatTakesNoTokenIsAskedTwiceAndNotForEver() {
        issuer.register("hub", () -> keys);
        ehr.refuseTokens(true);
        verified();
        assertThat(parts.rows()).containsExactly("WAITING: Reading it was refused: HTTP 401");
        assertThat(issuer.requests()).isEqualTo(2);
        ehr.refuseTokens(false);
        later();
        assertThat(parts.rows()).containsExactly("SENT");
    }

    @Test
    void aKeyThatIsNotRegisteredIsToldAndTheUpdateIsTriedLater() {
        issuer.register("hub", () -> "{\"keys\":[]}");
        verified();
        assertThat(parts.rows())
                .containsExactly(
                        "WAITING: The token endpoint " + issuer.tokenEndpoint() + " answered HTTP 400 invalid_client");
        assertThat(ehr.record(Appointment.class, "4711").getStatus()).isEqualTo(AppointmentStatus.PENDING);
        issuer.register("hub", () -> keys);
        later();
        assertThat(parts.rows()).containsExactly("SENT");
        assertThat(ehr.record(Appointment.class, "4711").getStatus()).isEqualTo(AppointmentStatus.BOOKED);
    }

    @Test
    void whileThereAreNoTokensUpdatesWait() {
        issuer.register("hub", () -> keys);
        issuer.failWith(503);
        verified();
        assertThat(parts.rows())
                .containsExactly("WAITING: The token endpoint " + issuer.tokenEndpoint() + " answered HTTP 503");
        issuer.failWith(0);
        later();
        assertThat(parts.rows()).containsExactly("SENT");
    }

    private void verified() {
        parts.end(parts.open("Appointment/4711", OptionalLong.empty()), true);
        parts.wake("fhir");
    }

    private void later() {
        clock.advance(Duration.ofSeconds(3));
        parts.hub.clock().advance(Duration.ofSeconds(3));
        parts.wake("fhir");
    }

    private static Appointment appointment() {
        Appointment appointment = new Appointment().setStatus(AppointmentStatus.PENDING);
        appointment.setId("4711");
        appointment.addParticipant().setActor(new Reference("Patient/1")).setStatus(ParticipationStatus.NEEDSACTION);
        return appointment;
    }
}
