package org.countersign.fhirintake;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.PlainJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import org.countersign.testing.ApiClient;
import org.countersign.testing.AuthorizationServer;
import org.countersign.testing.FhirHub;
import org.countersign.testing.FhirRecords;
import org.countersign.testing.KeyFiles;
import org.countersign.testing.MutableClock;
import org.countersign.testing.WebHub;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Who may do what at {@code /fhir} by an access token, over real HTTP, with a real issuer; and what the hub publishes. */
@SpringBootTest(
        classes = FhirHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "countersign.api.key=" + ApiClient.KEY,
            "countersign.console.password=" + WebHub.PASSWORD,
            "countersign.fhir.subscriptions.booked.criteria=Appointment?status=pending"
        })
class SmartAccessIT {

    private static final String HUB = "https://hub.example/fhir";
    private static final FhirContext CONTEXT = FhirContext.forR4Cached();
    private static final MutableClock CLOCK = new MutableClock(WebHub.START);
    private static final AuthorizationServer ISSUER = AuthorizationServer.start(CLOCK);

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    private ApiClient api;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        Path folder = folder();
        Path now = KeyFiles.pem(folder, "now.pem", KeyFiles.ec("secp384r1").getPrivate());
        Path next = KeyFiles.pem(folder, "next.pem", KeyFiles.rsa(2048).getPrivate());
        settings.add("countersign.smart.keys", () -> now + "," + next);
        settings.add("countersign.smart.issuers.hospital.url", ISSUER::url);
        settings.add("countersign.smart.issuers.hospital.jwks-url", ISSUER::jwksUrl);
        settings.add("countersign.smart.issuers.hospital.audience", () -> HUB);
        settings.add("countersign.smart.issuers.hospital.token-endpoint", ISSUER::tokenEndpoint);
    }

    @AfterAll
    static void stop() {
        ISSUER.close();
    }

    @BeforeEach
    void begin() {
        jdbc.sql("truncate inbox, challenge, audit_entry, fhir_cursor cascade").update();
        api = new ApiClient(port);
    }

    @Test
    void whoeverMayWriteAppointmentsWritesAndIsNamedInTheRow() {
        assertThat(put(appointment("A1"), token("system/Appointment.cu")).statusCode())
                .isEqualTo(200);
        assertThat(jdbc.sql("select sender from inbox").query(String.class).single())
                .isEqualTo("client:ehr");
    }

    @ParameterizedTest
    @CsvSource({
        "system/Appointment.u, 200",
        "system/Appointment.write, 200",
        "system/*.cruds, 200",
        "system/*.write, 200",
        "system/Appointment.c, 403",
        "system/Appointment.rs, 403",
        "system/Appointment.read, 403",
        "system/Task.cu, 403",
        "patient/Appointment.cruds, 403",
        "'', 403"
    })
    void anUpdateNeedsItsScope(String scope, int expected) {
        HttpResponse<String> answer = put(appointment("A1"), token(scope));
        assertThat(answer.statusCode()).isEqualTo(expected);
        if (expected == 403) {
            assertDenied(answer, "system/Appointment.u");
        }
        assertThat(FhirHub.rows(jdbc)).hasSize(expected == 200 ? 1 : 0);
    }

    @Test
    void aCreateNeedsItsOwn() {
        Appointment appointment = appointment("");
        assertDenied(post("Appointment", appointment, token("system/Appointment.u")), "system/Appointment.c");
        assertThat(post("Appointment", appointment, token("system/Appointment.c"))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void theTrailIsReadAndSearchedByItsScopesAlone() {
        assertThat(get("AuditEvent", token("system/AuditEvent.rs")).statusCode())
                .isEqualTo(200);
        assertThat(get("AuditEvent", token("system/AuditEvent.read")).statusCode())
                .isEqualTo(200);
        assertDenied(get("AuditEvent", token("system/AuditEvent.r system/Appointment.cruds")), "system/AuditEvent.s");
        assertDenied(get("AuditEvent/1", token("system/AuditEvent.s")), "system/AuditEvent.r");
    }

    @Test
    void aTransactionNeedsTheScopeOfEachEntryAndABatchIsTakenLessThoseWithout() {
        Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
        bundle.addEntry()
                .setResource(appointment("A1"))
                .getRequest()
                .setMethod(HTTPVerb.PUT)
                .setUrl("Appointment/A1");
        bundle.addEntry()
                .setResource(FhirRecords.patient(""))
                .getRequest()
                .setMethod(HTTPVerb.POST)
                .setUrl("Patient");
        assertDenied(post("", bundle, token("system/Appointment.cu")), "system/Patient.c");
        assertThat(FhirHub.rows(jdbc)).isEmpty();

        HttpResponse<String> batch = post("", bundle.setType(BundleType.BATCH), token("system/Appointment.cu"));
        assertThat(batch.statusCode()).isEqualTo(200);
        assertThat(((Bundle) read(batch)).getEntry())
                .extracting(entry -> entry.getResponse().getStatus())
                .containsExactly("200 OK", "403 Forbidden");
        assertThat(FhirHub.rows(jdbc)).containsExactly("WAITING Appointment/A1");

        bundle.setType(BundleType.TRANSACTION);
        assertThat(post("", bundle, token("system/Appointment.u system/Patient.c"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aMessageNeedsToBeAllowedEither() {
        Bundle message = new Bundle().setType(BundleType.MESSAGE);
        message.addEntry()
                .setResource(new MessageHeader().setEvent(new org.hl7.fhir.r4.model.Coding("urn:x", "booked", "")));
        message.addEntry().setResource(appointment("A1"));
        for (String path : List.of("", "$process-message")) {
            assertDenied(post(path, message, token("system/Appointment.u")), "system/Appointment.cu");
            assertThat(post(path, message, token("system/Appointment.cu")).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aNotificationNeedsToBeAllowedTheTypeThatItTellsOf() {
        Appointment appointment = appointment("A1");
        String path = "notify/booked/Appointment/A1";
        assertDenied(send("PUT", path, json(appointment), token("system/Task.cu")), "system/Appointment.cu");
        assertDenied(send("POST", "notify/booked", "", token("system/Task.cu")), "system/Appointment.cu");
        assertDenied(send("POST", "notify/booked", "", token("system/AuditEvent.rs")), "system/*.cu");
        assertThat(FhirHub.rows(jdbc)).isEmpty();
        assertThat(send("PUT", path, json(appointment), token("system/Appointment.cu"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(FhirHub.rows(jdbc)).containsExactly("WAITING Appointment/A1");
    }

    /** The focus need not say a type, and then it is the resource's that counts. */
    @Test
    void aTopicNotificationIsHeldToTheResourcesThatItBrings() {
        Bundle topic = topic("event-notification");
        var event = ((Parameters) topic.getEntryFirstRep().getResource())
                .addParameter()
                .setName("notification-event");
        event.addPart().setName("event-number").setValue(new StringType("1"));
        event.addPart().setName("focus").setValue(new org.hl7.fhir.r4.model.Reference("urn:uuid:1"));
        topic.addEntry().setFullUrl("urn:uuid:1").setResource(appointment("A1"));
        assertDenied(send("POST", "notify/topic", json(topic), token("system/Task.cu")), "system/Appointment.cu");
        assertThat(FhirHub.rows(jdbc)).isEmpty();
        assertThat(send("POST", "notify/topic", json(topic), token("system/Appointment.cu"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(FhirHub.rows(jdbc)).containsExactly("WAITING Appointment/A1");
    }

    @Test
    void aHeartbeatMovesNoCursorForOneWhoMayWriteNothing() {
        assertDenied(
                send("POST", "notify/topic", json(topic("heartbeat")), token("system/AuditEvent.rs")), "system/*.cu");
        assertThat(jdbc.sql("select count(*) from fhir_cursor")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(send("POST", "notify/topic", json(topic("heartbeat")), token("system/Task.cu"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aTokenThatIsNotGoodIsToldWhatIsWrong() {
        assertUnknown(
                get(
                        "AuditEvent",
                        ISSUER.sign(claims("system/*.cruds")
                                .expirationTime(Date.from(WebHub.START.minusSeconds(120)))
                                .build())),
                "Expired");
        assertUnknown(
                get(
                        "AuditEvent",
                        ISSUER.sign(claims("system/*.cruds")
                                .audience("https://other")
                                .build())),
                "aud");
        assertUnknown(get("AuditEvent", new PlainJWT(claims("system/*.cruds").build()).serialize()), "no signed JWT");
        assertUnknown(get("AuditEvent", "no-token"), "no signed JWT");
        assertUnknown(put(appointment("A1"), "no-token"), "no signed JWT");
        assertThat(FhirHub.rows(jdbc)).isEmpty();
    }

    @Test
    void whoSaysNothingIsAskedForAToken() {
        HttpResponse<String> answer = api.send(HttpRequest.newBuilder(uri("/fhir/AuditEvent")));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(read(answer)).isInstanceOf(OperationOutcome.class);
    }

    @Test
    void theApiKeyStillDoesAll() {
        assertThat(put(appointment("A1"), ApiClient.KEY).statusCode()).isEqualTo(200);
        assertThat(get("AuditEvent", ApiClient.KEY).statusCode()).isEqualTo(200);
        assertThat(jdbc.sql("select sender from inbox").query(String.class).single())
                .isEqualTo("portal:api");
    }

    @Test
    void aTokenIsForFhirAlone() {
        for (String path : List.of("/v1/messages", "/actuator/prometheus", "/v1/verifications?act=Appointment/1")) {
            HttpResponse<String> answer = api.send(
                    HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token("system/*.cruds")));
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
        }
    }

    @Test
    void theSmartConfigurationIsOpenAndSaysWhereTokensAre() {
        HttpResponse<String> answer = api.send(HttpRequest.newBuilder(uri("/fhir/.well-known/smart-configuration")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        JsonNode said = ApiClient.json(answer);
        assertThat(said.path("token_endpoint").asText()).isEqualTo(ISSUER.tokenEndpoint());
        assertThat(said.path("grant_types_supported"))
                .extracting(JsonNode::asText)
                .containsExactly("client_credentials");
        assertThat(said.path("token_endpoint_auth_signing_alg_values_supported"))
                .extracting(JsonNode::asText)
                .containsExactly("RS384", "ES384");
        assertThat(said.path("scopes_supported"))
                .extracting(JsonNode::asText)
                .contains("system/AuditEvent.rs", "system/Appointment.cu", "system/Task.cu");
        assertThat(said.path("capabilities"))
                .extracting(JsonNode::asText)
                .contains("client-confidential-asymmetric", "permission-v2");
    }

    @Test
    void theCapabilityStatementIsOpenAndNamesSmart() {
        HttpResponse<String> answer = api.send(HttpRequest.newBuilder(uri("/fhir/metadata")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(api.send(HttpRequest.newBuilder(uri("/fhir/metadata")).POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(401);
        CapabilityStatement statement = (CapabilityStatement) read(answer);
        assertThat(statement
                        .getRestFirstRep()
                        .getSecurity()
                        .getServiceFirstRep()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("SMART-on-FHIR");
    }

    @Test
    void thePublicKeysOfTheHubAreOpenAndNotThePrivateOnes() throws Exception {
        HttpResponse<String> answer = api.send(HttpRequest.newBuilder(uri("/.well-known/jwks.json")));
        assertThat(answer.statusCode()).isEqualTo(200);
        List<JWK> keys = JWKSet.parse(answer.body()).getKeys();
        assertThat(keys).extracting(key -> key.getAlgorithm().getName()).containsExactly("ES384", "RS384");
        assertThat(keys).noneMatch(JWK::isPrivate);
    }

    private static com.nimbusds.jwt.JWTClaimsSet.Builder claims(String scope) {
        return ISSUER.claims("ehr", HUB, scope);
    }

    private static String token(String scope) {
        return ISSUER.sign(claims(scope).build());
    }

    private static void assertDenied(HttpResponse<String> answer, String scope) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"");
        OperationOutcome outcome = (OperationOutcome) read(answer);
        assertThat(outcome.getIssueFirstRep().getCode()).isEqualTo(IssueType.FORBIDDEN);
        assertThat(outcome.getIssueFirstRep().getDiagnostics()).contains(scope);
    }

    private static void assertUnknown(HttpResponse<String> answer, String words) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer error=\"invalid_token\", error_description=\"")
                .contains(words);
        OperationOutcome outcome = (OperationOutcome) read(answer);
        assertThat(outcome.getIssueFirstRep().getCode()).isEqualTo(IssueType.LOGIN);
    }

    private static Appointment appointment(String id) {
        Appointment appointment = FhirRecords.appointment(id, AppointmentStatus.PENDING);
        appointment.getMeta().setVersionId("1");
        return appointment;
    }

    private static Bundle topic(String type) {
        Parameters status = new Parameters();
        status.addParameter().setName("subscription").setValue(new org.hl7.fhir.r4.model.Reference("Subscription/1"));
        status.addParameter().setName("type").setValue(new CodeType(type));
        status.addParameter().setName("events-since-subscription-start").setValue(new StringType("1"));
        Bundle bundle = new Bundle().setType(BundleType.HISTORY);
        bundle.addEntry().setResource(status);
        return bundle;
    }

    private HttpResponse<String> get(String path, String token) {
        return api.send(HttpRequest.newBuilder(uri("/fhir/" + path)).header("Authorization", "Bearer " + token));
    }

    private HttpResponse<String> put(Resource resource, String token) {
        return send("PUT", resource.fhirType() + "/" + resource.getIdPart(), json(resource), token);
    }

    private HttpResponse<String> post(String path, Resource resource, String token) {
        return send("POST", path, json(resource), token);
    }

    private HttpResponse<String> send(String method, String path, String body, String token) {
        return api.send(HttpRequest.newBuilder(uri("/fhir/" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/fhir+json")
                .method(method, BodyPublishers.ofString(body)));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static String json(Resource resource) {
        return CONTEXT.newJsonParser().encodeResourceToString(resource);
    }

    private static Resource read(HttpResponse<String> answer) {
        return (Resource) CONTEXT.newJsonParser().parseResource(answer.body());
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("smart-keys");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
