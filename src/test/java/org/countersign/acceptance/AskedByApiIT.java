package org.countersign.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.countersign.testing.ApiClient;
import org.countersign.testing.HubProcess;
import org.countersign.testing.MllpSender;
import org.countersign.testing.Routes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The running hub, asked for codes by a portal and an application of staff; messages go to the simulated phone. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AskedByApiIT {

    private static final String PATH = "/v1/verifications";
    private static final Pattern CODE = Pattern.compile("\\b(\\d{6})\\b");
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int CLIENTS = 32;
    private static final int PATIENTS = 12;

    private static HubProcess hub;

    @BeforeAll
    static void start() throws IOException {
        Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "asked");
        hub = new HubProcess(home, Routes.copyTo(home.resolve("routes")).folder(), Map.of()).start();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    @Order(1)
    void aMemberOfStaffSignsInByTheCodeOnTheirPhone() throws IOException {
        JsonNode started = started(hub.postOnce(PATH, sample("verification-staff"), "staff-1"));
        assertThat(started.path("purpose").asText()).isEqualTo("staff");
        JsonNode message = awaitMessage("+14155550171");
        assertThat(message.path("transport").asText()).isEqualTo("sms");
        assertThat(message.path("text").asText())
                .contains("is your code to sign in (" + started.path("tag").asText() + ")")
                .endsWith("Never share it.");
        String id = started.path("id").asText();
        assertThat(check(id, code(message))).isTrue();
        assertThat(state(id)).isEqualTo("verified");
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(hub.get("/fhir/AuditEvent?_sort=date").body())
                                .contains("code-issued", "code-sent", "code-verified", "\"altId\":\"portal:api\""));
    }

    @Test
    @Order(2)
    void aPersonOfThePortalSignsInByTheCodeInTheirLanguage() throws IOException {
        JsonNode started = started(hub.postOnce(PATH, sample("verification-portal"), "portal-1"));
        JsonNode message = awaitMessage("+14155550172");
        assertThat(message.path("text").asText())
                .contains("para entrar en su portal")
                .endsWith("No lo comparta.");
        assertThat(check(started.path("id").asText(), code(message))).isTrue();
    }

    @Test
    @Order(3)
    void thirtyTwoRequestsWithOneKeyMakeOneChallengeAndOneMessage() throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(CLIENTS);
        Callable<String> request = () -> {
            barrier.await();
            return hub.postOnce(PATH, portal("MRN-K", "+14155550173"), "one-key")
                    .body();
        };
        List<String> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (Future<String> answer : threads.invokeAll(java.util.Collections.nCopies(CLIENTS, request))) {
                answers.add(answer.get());
            }
        }
        assertThat(answers.stream().distinct()).hasSize(1);
        JsonNode message = awaitMessage("+14155550173");
        String id = idOf(answers.getFirst());
        assertThat(check(id, code(message))).isTrue();
        assertThat(messagesTo("+14155550173")).hasSize(1);
    }

    @Test
    @Order(4)
    void aRequestAndAMessageThatRaceForAPatientLeaveOneChallengeOpen() throws Exception {
        List<String> acts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int n = 10; n < 10 + PATIENTS; n++) {
                String patient = "MRN-R" + n;
                String number = "41555502" + n;
                CyclicBarrier barrier = new CyclicBarrier(2);
                Future<String> asked = threads.submit(() -> {
                    barrier.await();
                    return hub.postOnce(PATH, portal(patient, "+1" + number), patient)
                            .body();
                });
                Future<String> told = threads.submit(() -> {
                    barrier.await();
                    return send(registration(patient, number));
                });
                acts.add(ApiClient.json(hub.get(PATH + "/" + idOf(asked.get())))
                        .path("act")
                        .asText());
                assertThat(told.get()).contains("MSA|AA|");
            }
        }
        await().atMost(LIMIT)
                .until(() -> ApiClient.json(hub.get("/v1/messages?state=done&limit=100"))
                                .path("messages")
                                .size()
                        == PATIENTS);
        for (String act : acts) {
            List<String> states = states(act);
            assertThat(states).as(act).hasSizeBetween(1, 2);
            assertThat(states).filteredOn("open"::equals).as(act).hasSize(1);
            assertThat(states).filteredOn("superseded"::equals).as(act).hasSize(states.size() - 1);
        }
    }

    @Test
    @Order(5)
    void aKillChangesNothingForTheCallerNeitherOfACodeNorOfADecoy() {
        String real =
                hub.postOnce(PATH, portal("MRN-S", "+14155550174"), "kill-1").body();
        String decoy =
                hub.postOnce(PATH, portal("MRN-D", "+442079460958"), "kill-2").body();
        String code = code(awaitMessage("+14155550174"));
        hub.kill();
        hub.start();
        assertThat(hub.postOnce(PATH, portal("MRN-S", "+14155550174"), "kill-1").body())
                .isEqualTo(real);
        assertThat(hub.postOnce(PATH, portal("MRN-D", "+442079460958"), "kill-2")
                        .body())
                .isEqualTo(decoy);
        assertThat(check(idOf(decoy), code)).isFalse();
        assertThat(ApiClient.json(hub.get(PATH + "/" + idOf(decoy)))
                        .path("triesLeft")
                        .asInt())
                .isEqualTo(2);
        assertThat(check(idOf(real), code)).isTrue();
        assertThat(messagesTo("+442079460958")).isEmpty();
    }

    @Test
    @Order(6)
    void afterItAllTheLogTellsOfNobody() throws IOException {
        hub.stop();
        assertThat(Files.readString(hub.log(), StandardCharsets.UTF_8))
                .doesNotContain("5550171", "5550172", "5550174", "79460958", "Haddad", "Lindqvist", "MRN-", "E-1183");
    }

    private static JsonNode started(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        return ApiClient.json(response);
    }

    private static String sample(String name) throws IOException {
        return Files.readString(Path.of("src/docs/samples", name + ".json"));
    }

    private static String portal(String patient, String number) {
        return "{\"purpose\":\"portal\",\"subject\":{\"identifier\":\"" + patient + "\",\"authority\":\"RIVERSIDE\"},"
                + "\"telecoms\":[{\"system\":\"phone\",\"value\":\"" + number + "\"}]}";
    }

    private static String registration(String patient, String number) {
        return "MSH|^~\\&|ADT|RIVERSIDE CLINIC|COUNTERSIGN|HUB|20261124091500||ADT^A28^ADT_A05|" + patient
                + "|P|2.5.1\rEVN|A28|20261124091500\rPID|1||" + patient + "^^^RIVERSIDE^MR||Berg^Ida||19840219|F|||||"
                + "^PRN^CP^^^" + number.substring(0, 3) + "^" + number.substring(3) + "||eng\rPV1|1|N\r";
    }

    private static String send(String message) throws IOException {
        try (MllpSender ehr = new MllpSender(hub.schedulingPort())) {
            return ehr.send(message);
        }
    }

    private static JsonNode awaitMessage(String number) {
        return await("a message to the phone")
                .atMost(LIMIT)
                .until(() -> messagesTo(number), found -> !found.isEmpty())
                .getFirst();
    }

    private static List<JsonNode> messagesTo(String number) {
        return StreamSupport.stream(
                        ApiClient.json(hub.get("/v1/handset/messages")).spliterator(), false)
                .filter(message -> message.path("to").asText().equals(number))
                .toList();
    }

    private static String code(JsonNode message) {
        Matcher code = CODE.matcher(message.path("text").asText());
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    private static String idOf(String answer) {
        Matcher id = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"").matcher(answer);
        assertThat(id.find()).as(answer).isTrue();
        return id.group(1);
    }

    private static List<String> states(String act) {
        return StreamSupport.stream(
                        ApiClient.json(hub.get(PATH + "?act=" + act))
                                .path("verifications")
                                .spliterator(),
                        false)
                .map(one -> one.path("state").asText())
                .toList();
    }

    private static String state(String id) {
        return ApiClient.json(hub.get(PATH + "/" + id)).path("state").asText();
    }

    private static boolean check(String id, String code) {
        return ApiClient.json(hub.postJson(PATH + "/" + id + "/check", "{\"code\":\"" + code + "\"}"))
                .path("verified")
                .asBoolean();
    }
}
