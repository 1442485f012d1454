package org.countersign.acceptance;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.testing.ApiClient;
import org.countersign.testing.HubProcess;
import org.countersign.testing.MobileBrowser;
import org.countersign.testing.MobileOperator;
import org.countersign.testing.Routes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The running hub, whose portal has a phone prove itself first and types a code in where it cannot. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SilentJourneyIT {

    private static final String PATH = "/v1/verifications";
    private static final String MOBILE = "+447400123456";
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Pattern CODE = Pattern.compile("\\b(\\d{6})\\b");

    private static final WireMockServer GATEWAY =
            new WireMockServer(wireMockConfig().dynamicPort());
    private static MobileOperator operator;
    private static HubProcess hub;

    @BeforeAll
    static void start() throws IOException {
        GATEWAY.start();
        GATEWAY.stubFor(post(anyUrl()).willReturn(okJson("{\"reference\": \"ref-1\"}")));
        operator = MobileOperator.start(Clock.systemUTC());
        Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "journey");
        Routes routes = Routes.copyTo(home.resolve("routes"))
                .edit(
                        "policies/portal.yaml",
                        "steps:\n",
                        "steps:\n  - {transport: silent, wait: 2m, success: verified}\n")
                .edit("policies/portal.yaml", "timeToLive: 5m", "timeToLive: 10m");
        Map<String, String> settings = new TreeMap<>(operator.settings("british"));
        settings.put("countersign.channels.silent-camara.operators", "british");
        settings.put("countersign.channels.silent-camara.british.countries", "GB");
        settings.put("countersign.channels.silent-camara.public-url", MobileBrowser.HUB);
        settings.put("countersign.channels.silent-camara.portals", MobileBrowser.PORTAL);
        settings.put("countersign.channels.sms-webhook.url", GATEWAY.baseUrl() + "/sms");
        settings.put("countersign.channels.sms-webhook.secret", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        hub = new HubProcess(home, routes.folder(), settings).start();
    }

    @AfterAll
    static void stop() {
        hub.close();
        operator.close();
        GATEWAY.stop();
    }

    @Test
    @Order(1)
    void aPersonIsVerifiedByTheirPhoneAlone() {
        operator.phone(MOBILE);
        JsonNode started = start("MRN-1");
        String id = started.path("id").asText();
        String end = new MobileBrowser(hub.uri("").getPort())
                .open(started.path("silent").path("url").asText());
        assertThat(end).endsWith("/silent/done");
        await().atMost(LIMIT).until(() -> state(id).equals("verified"));
        assertThat(operator.problems()).isEmpty();
        assertThat(texts()).isEmpty();
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(hub.get("/fhir/AuditEvent?_sort=date").body())
                                .contains("code-verified", "\"altId\":\"silent:silent-camara\""));
    }

    @Test
    @Order(2)
    void whereThePhoneIsAnothersACodeFollowsAtOnce() {
        operator.phone("+447911999999");
        JsonNode started = start("MRN-2");
        String id = started.path("id").asText();
        new MobileBrowser(hub.uri("").getPort())
                .open(started.path("silent").path("url").asText());
        await().atMost(LIMIT).until(() -> texts().size() == 1);
        assertThat(state(id)).isEqualTo("open");
        Matcher code = CODE.matcher(texts().getFirst());
        assertThat(code.find()).isTrue();
        HttpResponse<String> check = hub.postJson(PATH + "/" + id + "/check", "{\"code\":\"" + code.group(1) + "\"}");
        assertThat(check.body()).isEqualTo("{\"verified\":true}");
        assertThat(texts()).hasSize(1);
    }

    @Test
    @Order(3)
    void theLogTellsOfNobodyAndOfNothingSecret() throws IOException {
        hub.stop();
        assertThat(Files.readString(hub.log(), StandardCharsets.UTF_8))
                .doesNotContain(
                        "7400123456",
                        "7911999999",
                        "MRN-",
                        MobileBrowser.HUB,
                        "silent/callback",
                        "state=",
                        "access_token",
                        MobileOperator.SECRET);
    }

    private static JsonNode start(String person) {
        HttpResponse<String> answer = hub.postOnce(
                PATH,
                "{\"purpose\":\"portal\",\"subject\":{\"identifier\":\"" + person + "\",\"authority\":\"RIVERSIDE\"},"
                        + "\"telecoms\":[{\"system\":\"phone\",\"value\":\"" + MOBILE + "\"}]}",
                person);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return ApiClient.json(answer);
    }

    private static List<String> texts() {
        return GATEWAY.findAll(postRequestedFor(anyUrl())).stream()
                .map(request -> request.getBodyAsString())
                .toList();
    }

    private static String state(String id) {
        return ApiClient.json(hub.get(PATH + "/" + id)).path("state").asText();
    }
}
