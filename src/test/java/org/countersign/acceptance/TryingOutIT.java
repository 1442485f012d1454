package org.countersign.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.testing.ApiClient;
import org.countersign.testing.Hl7Messages;
import org.countersign.testing.Hl7Messages.Patient;
import org.countersign.testing.HubProcess;
import org.countersign.testing.MllpSender;
import org.countersign.testing.Routes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A hub as it is on somebody's first day: nothing configured, messages go to the simulated phone. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TryingOutIT {

    private static final Pattern CODE = Pattern.compile(": (\\d{6}) ");
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final Duration WAIT = Duration.ofSeconds(30);

    private static HubProcess hub;

    @BeforeAll
    static void start() throws IOException {
        Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "trying");
        Routes routes = Routes.copyTo(home.resolve("routes"))
                .edit("policies/refill.yaml", "transport: sms, wait: 60s", "transport: sms, wait: 30s");
        hub = new HubProcess(home, routes.folder(), Map.of()).start();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    @Order(1)
    void theCommandsOfTheReadmeDoWhatItSays() throws Exception {
        List<String> commands = commands();
        assertThat(commands).hasSize(6);
        assertThat(run(commands.get(0))).contains("MSA|AA|SCHED-0001");
        await().until(() -> CODE.matcher(run(commands.get(1))).find());
        String code = find(CODE, run(commands.get(1)));
        String key = commands.get(2) + "\n";
        String id = find(ID, run(key + commands.get(3)));
        String check = commands.get(4).replaceAll("\\d{6}", code).replaceAll("[0-9a-f]{8}-…", id);
        assertThat(run(key + check)).contains("{\"verified\":true}");
        await().untilAsserted(() -> assertThat(run(key + commands.get(5)))
                .contains("message-read", "code-issued", "code-sent", "code-verified"));
    }

    @Test
    @Order(2)
    void aStepIsSentAtItsTimeThoughTheHubWasKilledMeanwhile() throws IOException {
        Patient patient = new Patient("MRN-T", "Berg", "4155550141", "ida@example.org");
        try (MllpSender pharmacy = new MllpSender(hub.pharmacyPort())) {
            assertThat(pharmacy.send(Hl7Messages.refill("T-1", "RX-T", "30", patient)))
                    .contains("MSA|AA|T-1");
        }
        Instant first = sentBy("sms", Duration.ofSeconds(10));
        hub.kill();
        hub.start();
        Instant second = sentBy("voice", WAIT.plusSeconds(30));
        // A second at most on a quiet machine; the rest is for what else runs here.
        assertThat(Duration.between(first.plus(WAIT), second))
                .isBetween(Duration.ofMillis(-500), Duration.ofSeconds(4));
    }

    /** When the phone got a message over {@code transport} for the patient of the second test. */
    private static Instant sentBy(String transport, Duration limit) {
        return await().atMost(limit)
                .until(() -> phone(transport), found -> !found.isEmpty())
                .getFirst();
    }

    private static List<Instant> phone(String transport) {
        List<Instant> times = new ArrayList<>();
        for (JsonNode message : ApiClient.json(hub.get("/v1/handset/messages"))) {
            if (message.path("transport").asText().equals(transport)
                    && message.path("to").asText().equals("+14155550141")) {
                times.add(Instant.parse(message.path("at").asText()));
            }
        }
        return times;
    }

    /** What README.md tells to type in its first five minutes, aimed at this hub. */
    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        String readme = Files.readString(Path.of("README.md"));
        String section =
                readme.substring(readme.indexOf("## The first five minutes"), readme.indexOf("## Change what"));
        for (String line : section.replace("\\\n", " ").lines().toList()) {
            if (line.startsWith("$ ")) {
                commands.add(line.substring(2)
                        .replace("siu-s12.hl7", "siu-s12.hl7 " + hub.schedulingPort())
                        .replace("http://127.0.0.1:8080/", hub.uri("/").toString())
                        .replace("data/secrets", hub.data() + "/secrets"));
            }
        }
        return commands;
    }

    private static String find(Pattern pattern, String text) {
        Matcher hit = pattern.matcher(text);
        assertThat(hit.find()).as("%s in: %s", pattern, text).isTrue();
        return hit.group(1);
    }

    private static String run(String command) throws Exception {
        Process shell = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as("%s: %s", command, output).isZero();
        return output;
    }
}
