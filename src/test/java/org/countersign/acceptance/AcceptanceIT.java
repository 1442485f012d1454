package org.countersign.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.countersign.testing.ApiClient;
import org.countersign.testing.AuditEventValidation;
import org.countersign.testing.FhirServer;
import org.countersign.testing.Hl7Messages;
import org.countersign.testing.Hl7Messages.Patient;
import org.countersign.testing.HubProcess;
import org.countersign.testing.MailServer;
import org.countersign.testing.MllpSender;
import org.countersign.testing.Routes;
import org.countersign.testing.SmppNetwork;
import org.hl7.fhir.r4.model.AuditEvent;
import org.jsmpp.SMPPConstant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The running hub, a process of its own, driven from outside only: MLLP in, an SMPP network and a mail server as the
 * patient's phone and mailbox, REST to check, and the AuditEvents read back from a FHIR server.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AcceptanceIT {

    /** Ten digits, so that a find in a file is no chance. */
    private static final Pattern CODE = Pattern.compile("\\b(\\d{10})\\b");

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static Path home;

    private static FhirServer fhir;
    private static SmppNetwork network;
    private static MailServer mail;
    private static HubProcess hub;
    private static final List<String> CODES = new java.util.concurrent.CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "acceptance");
        fhir = FhirServer.start();
        network = SmppNetwork.start();
        mail = MailServer.start();
        Routes routes = Routes.copyTo(home.resolve("routes"))
                .edit("policies/appointment.yaml", "wait: 60s, success: delivered", "wait: 5s, success: delivered")
                .edit("policies/appointment.yaml", "wait: 2m", "wait: 10s")
                .edit("policies/appointment.yaml", "timeToLive: 5m", "timeToLive: 1m")
                .edit("policies/appointment.yaml", "codeLength: 6", "codeLength: 10")
                .edit("policies/refill.yaml", "codeLength: 6", "codeLength: 10");
        hub = new HubProcess(
                        home,
                        routes.folder(),
                        Map.of(
                                "countersign.audit.server.url",
                                fhir.url(),
                                "countersign.channels.sms-smpp.host",
                                "127.0.0.1",
                                "countersign.channels.sms-smpp.port",
                                Integer.toString(network.port()),
                                "countersign.channels.sms-smpp.system-id",
                                SmppNetwork.SYSTEM_ID,
                                "countersign.channels.sms-smpp.password",
                                SmppNetwork.PASSWORD,
                                "countersign.channels.email.host",
                                "127.0.0.1",
                                "countersign.channels.email.port",
                                Integer.toString(mail.port()),
                                "countersign.channels.email.from",
                                "hub@riverside.example"))
                .start();
        network.awaitReceiver();
    }

    @AfterAll
    static void stop() {
        hub.close();
        mail.close();
        network.close();
        fhir.close();
    }

    @Test
    @Order(1)
    void anAppointmentIsConfirmedByTheCodeFromTheSmsAndItsStoryStandsOnTheFhirServer() throws IOException {
        network.refuseNothing();
        network.reportDeliveries();
        Patient patient = new Patient("MRN-1", "Lindqvist", "4155550132", "maja@example.org");
        assertThat(schedule(Hl7Messages.siu("S12", "A-1", "F-1", "203005141015", patient)))
                .contains("MSA|AA|A-1");
        String code = code(network.awaitMessageTo("14155550132").text());
        String id = challenge("Appointment/F-1");
        assertThat(check(id, "0000000000")).isFalse();
        assertThat(check(id, code)).isTrue();
        assertThat(check(id, code)).as("a code is good once").isFalse();
        assertStory(
                "Appointment/F-1",
                id,
                "code-issued",
                "code-sent",
                "code-delivered",
                "code-refused",
                "code-verified",
                "code-refused");
    }

    @Test
    @Order(2)
    void eMailTakesOverAtOnceWhenTheSmsNetworkRefuses() throws IOException {
        network.refuse(SMPPConstant.STAT_ESME_RTHROTTLED);
        Patient patient = new Patient("MRN-2", "Okafor", "4155550133", "tomas@example.org");
        schedule(Hl7Messages.siu("S12", "A-2", "F-2", "203005141015", patient));
        String code = code(mailTo("tomas@example.org"));
        String id = challenge("Appointment/F-2");
        assertThat(check(id, code)).isTrue();
        assertStory("Appointment/F-2", id, "code-issued", "send-failed", "code-sent", "code-verified");
    }

    @Test
    @Order(3)
    void silenceFallsBackAfterTheWaitAndTheChallengeExpiresWhenNobodyAnswers() throws IOException {
        network.close();
        network = SmppNetwork.start(network.port());
        network.awaitReceiver();
        Patient patient = new Patient("MRN-3", "Haddad", "4155550134", "samir@example.org");
        schedule(Hl7Messages.siu("S12", "A-3", "F-3", "203005141015", patient));
        String fromSms = code(network.awaitMessageTo("14155550134").text());
        assertThat(code(mailTo("samir@example.org")))
                .as("one code over all channels")
                .isEqualTo(fromSms);
        String id = challenge("Appointment/F-3");
        await().atMost(Duration.ofSeconds(90)).until(() -> state(id).equals("expired"));
        assertThat(check(id, fromSms)).isFalse();
        // No receipt came, so the hub asked the network (query_sm), which had delivered it.
        assertStory(
                "Appointment/F-3",
                id,
                "code-issued",
                "code-sent",
                "code-sent",
                "code-delivered",
                "challenge-expired",
                "code-refused");
    }

    @Test
    @Order(4)
    void aRefillIsConfirmedAndTheOldCodeDiesWhenItsQuantityIsAmended() throws IOException {
        network.reportDeliveries();
        Patient patient = new Patient("MRN-4", "Rivera", "4155550135", "");
        assertThat(order(Hl7Messages.refill("R-1", "RX-1", "60", patient))).contains("MSA|AA|R-1");
        String old = code(network.awaitMessageTo("14155550135").text());
        String first = challenge("MedicationRequest/RX-1");
        order(Hl7Messages.refill("R-2", "RX-1", "90", patient));
        await().atMost(LIMIT).until(() -> network.messagesTo("14155550135").size() == 2);
        String second = challenge("MedicationRequest/RX-1");
        assertThat(second).isNotEqualTo(first);
        assertThat(state(first)).isEqualTo("superseded");
        assertThat(check(first, old)).isFalse();
        assertThat(check(second, old)).isFalse();
        assertThat(check(
                        second, code(network.messagesTo("14155550135").getLast().text())))
                .isTrue();
        assertStory(
                "MedicationRequest/RX-1",
                second,
                "code-issued",
                "code-sent",
                "code-delivered",
                "code-refused",
                "code-verified");
    }

    @Test
    @Order(5)
    void aCancelledAppointmentTakesItsCodeWithIt() throws IOException {
        Patient patient = new Patient("MRN-5", "Sato", "4155550136", "");
        schedule(Hl7Messages.siu("S12", "A-5", "F-5", "203005141015", patient));
        String code = code(network.awaitMessageTo("14155550136").text());
        String id = challenge("Appointment/F-5");
        schedule(Hl7Messages.siu("S15", "A-6", "F-5", "203005141015", patient));
        await().atMost(LIMIT).until(() -> state(id).equals("cancelled"));
        assertThat(check(id, code)).isFalse();
    }

    @Test
    @Order(6)
    void nothingIsLostOrDoubledWhileTheFhirServerIsAway() throws IOException {
        fhir.stop();
        Patient patient = new Patient("MRN-6", "Novak", "4155550137", "");
        schedule(Hl7Messages.siu("S12", "A-7", "F-7", "203005141015", patient));
        String code = code(network.awaitMessageTo("14155550137").text());
        String id = challenge("Appointment/F-7");
        assertThat(check(id, code)).isTrue();
        fhir.restart();
        assertStory("Appointment/F-7", id, "code-issued", "code-sent", "code-delivered", "code-verified");
    }

    @Test
    @Order(7)
    void aRepeatedMessageGetsTheSameAnswerAndSendsNothing() throws IOException {
        Patient patient = new Patient("MRN-7", "Weber", "4155550138", "");
        String message = Hl7Messages.siu("S12", "A-8", "F-8", "203005141015", patient);
        String answer = schedule(message);
        network.awaitMessageTo("14155550138");
        assertThat(schedule(message)).isEqualTo(answer);
        assertThat(schedule(message.replace("Eye", "Ear")))
                .contains("MSA|AE|A-8")
                .contains("205");
        assertThat(ApiClient.json(hub.get("/v1/verifications?act=Appointment/F-8"))
                        .path("verifications"))
                .hasSize(1);
    }

    @Test
    @Order(8)
    void theHubsOwnFhirEndpointTellsTheSameAsTheFhirServer() {
        long there = fhir.auditEvents().size();
        JsonNode bundle = ApiClient.json(hub.get("/fhir/AuditEvent?_summary=count"));
        assertThat(bundle.path("total").asLong()).isEqualTo(there);
    }

    @Test
    @Order(9)
    void afterItAllNoCodeNumberOrNameStandsInTheDatabaseTheJournalOrTheLog() throws IOException {
        hub.stop();
        assertThat(CODES).hasSizeGreaterThan(6);
        List<String> secrets = Stream.concat(
                        CODES.stream(),
                        Stream.of("4155550132", "4155550135", "Lindqvist", "Okafor", "Haddad", "tomas@example.org"))
                .toList();
        try (Stream<Path> files = Stream.concat(Files.walk(hub.data()), Stream.of(hub.log()))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("binaries"))
                    .toList()) {
                String content = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                for (String secret : secrets) {
                    assertThat(content.contains(secret))
                            .as("%s holds %s", file, secret)
                            .isFalse();
                }
            }
        }
    }

    private static String schedule(String message) throws IOException {
        try (MllpSender ehr = new MllpSender(hub.schedulingPort())) {
            return ehr.send(message);
        }
    }

    private static String order(String message) throws IOException {
        try (MllpSender ehr = new MllpSender(hub.pharmacyPort())) {
            return ehr.send(message);
        }
    }

    private static String code(String text) {
        Matcher code = CODE.matcher(text);
        assertThat(code.find()).as("a code in: %s", text).isTrue();
        CODES.add(code.group(1));
        return code.group(1);
    }

    private static String mailTo(String address) {
        return await().atMost(LIMIT)
                .until(
                        () -> mail.received().stream()
                                .filter(mail -> mail.to().contains(address))
                                .map(MailServer.Mail::text)
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** The newest challenge for an act. */
    private static String challenge(String act) {
        return ApiClient.json(hub.get("/v1/verifications?act=" + act))
                .path("verifications")
                .path(0)
                .path("id")
                .asText();
    }

    private static String state(String id) {
        return ApiClient.json(hub.get("/v1/verifications/" + id)).path("state").asText();
    }

    private static boolean check(String id, String code) {
        return ApiClient.json(hub.postJson("/v1/verifications/" + id + "/check", "{\"code\":\"" + code + "\"}"))
                .path("verified")
                .asBoolean();
    }

    /** The challenge's AuditEvents on the FHIR server, by subtype and in order; each valid against our profiles. */
    private static void assertStory(String act, String challenge, String... subtypes) {
        await("the story of " + act)
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(about(challenge))
                        .extracting(event -> event.getSubtypeFirstRep().getCode())
                        .containsExactly(subtypes));
        about(challenge).forEach(AuditEventValidation::assertValid);
    }

    private static List<AuditEvent> about(String challenge) {
        return fhir.auditEvents().stream()
                .filter(event -> event.getEntity().stream()
                        .anyMatch(entity -> entity.getWhat().getIdentifier().getValue() != null
                                && entity.getWhat().getIdentifier().getValue().contains(challenge)))
                .toList();
    }
}
