package org.countersign.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.countersign.testing.ApiClient;
import org.countersign.testing.Hl7Messages;
import org.countersign.testing.Hl7Messages.Patient;
import org.countersign.testing.HubProcess;
import org.countersign.testing.MllpSender;
import org.countersign.testing.Routes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The routes are edited, well and badly, while an EHR sends 200 messages a second over connections it never reopens. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RouteEditingIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    private static final String SWAPPED = "Routes changed, all else runs on";

    private static Path home;
    private static Path folder;
    private static HubProcess hub;
    /** A number of its own: five messages in ten minutes may go to one. */
    private static final String LOOKED_UP = "4155550198";

    private static final String LOOKUP = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: lookup-own
              annotations:
                countersign.org/transport: sms
                countersign.org/on-failure: send
                countersign.org/on-unknown: send
            spec:
              definition: {title: Our own, type: object}
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - log: asked by the new lookup
            """;

    private static ServerSocket taken;
    private static MllpTraffic traffic;

    @BeforeAll
    static void start() throws IOException {
        home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "editing");
        folder = Routes.copyTo(home.resolve("routes")).folder();
        taken = new ServerSocket(0);
        Map<String, String> settings = Map.of(
                "countersign.routes.every",
                "200ms",
                "countersign.routes.differences",
                "approve",
                // at this rate 200 are a second
                "countersign.routes.compare",
                "5000",
                "countersign.feeds.lab.port",
                Integer.toString(taken.getLocalPort()),
                "countersign.feeds.lab.host",
                "0.0.0.0");
        hub = new HubProcess(home, folder, settings).start();
        traffic = new MllpTraffic("LIVE", hub.schedulingPort(), 200);
        await().until(() -> traffic.taken() > 100);
    }

    @AfterAll
    static void stop() throws Exception {
        traffic.stop();
        hub.close();
        taken.close();
    }

    @AfterEach
    void nobodyIsInterrupted() {
        if (!traffic.isGoing()) {
            return;
        }
        int before = traffic.taken();
        await().until(() -> traffic.taken() > before + 100);
        assertThat(traffic.troubles()).isEmpty();
    }

    @Test
    @Order(1)
    void yamlThatCannotBeReadIsRefused() throws IOException {
        refused("intake/scheduling.camel.yaml", "- route: {id: \"intake-scheduling\n", "is not YAML");
    }

    @Test
    @Order(2)
    void anUnknownKeyIsRefused() throws IOException {
        refused(
                "intake/scheduling.camel.yaml",
                shipped("intake/scheduling.camel.yaml").replace("ref: eventIntake", "rf: eventIntake"),
                "Unsupported field: rf");
    }

    @Test
    @Order(3)
    void aMissingBeanIsRefused() throws IOException {
        refused(
                "intake/scheduling.camel.yaml",
                shipped("intake/scheduling.camel.yaml").replace("eventIntake", "eventIntak"),
                "there is no bean eventIntak");
    }

    @Test
    @Order(4)
    void anUnknownComponentIsRefused() throws IOException {
        refused(
                "intake/scheduling.camel.yaml",
                shipped("intake/scheduling.camel.yaml").replace("mllp-feed:", "mllp-fed:"),
                "there is no component mllp-fed");
    }

    @Test
    @Order(5)
    void aPortInUseIsRefusedAndTheNewRouteIsGone() throws IOException {
        refused(
                "intake/lab.camel.yaml",
                route("lab", "mllp-feed:lab"),
                "Cannot listen on 0.0.0.0:" + taken.getLocalPort());
    }

    @Test
    @Order(6)
    void aDuplicateIdIsRefused() throws IOException {
        refused(
                "intake/lab.camel.yaml",
                route("intake-scheduling", "timer:lab"),
                "there is another route with the id intake-scheduling");
    }

    @Test
    @Order(7)
    void anEmptyFileIsRefused() throws IOException {
        refused("intake/scheduling.camel.yaml", "", "is empty");
    }

    @Test
    @Order(8)
    void aDeletedFileThatOthersNeedIsRefused() throws IOException {
        String errors = shipped("errors.camel.yaml");
        Files.delete(folder.resolve("errors.camel.yaml"));
        awaitProblem("there is no route configuration wake-ups");
        save("errors.camel.yaml", errors);
        awaitState("running");
    }

    @Test
    @Order(9)
    void aBrokenChannelIsRefused() throws IOException {
        refused(
                "channels/channel-handset.kamelet.yaml",
                shipped("channels/channel-handset.kamelet.yaml").replace("method: take", "method: takes"),
                "the bean handset has no method takes");
    }

    @Test
    @Order(10)
    void aBrokenPolicyIsRefused() throws IOException {
        refused(
                "policies/refill.yaml",
                shipped("policies/refill.yaml").replace("transport: sms", "transport: pigeon"),
                "pigeon");
    }

    @Test
    @Order(11)
    void theFeedOfTheLiveTrafficGetsANewRouteOnItsOldConnections() throws IOException {
        String shipped = shipped("intake/scheduling.camel.yaml");
        int before = traffic.taken();
        swap(
                "intake/scheduling.camel.yaml",
                shipped.replace("      steps:\n", "      steps:\n        - log: the new way\n"));
        await().atMost(LIMIT).until(() -> logged("the new way") > 200);
        swap("intake/scheduling.camel.yaml", shipped);
        await().atMost(LIMIT).until(() -> isQuiet("the new way"));
        assertThat(traffic.taken()).isGreaterThan(before);
    }

    @Test
    @Order(12)
    void aNewFileRunsAndADeletedOneDoesNot() throws IOException {
        save("intake/tick.camel.yaml", route("tick", "timer:tick?period=50").replace("log: hello", "log: tick tick"));
        await().atMost(LIMIT).until(() -> logged("tick tick") > 5);
        int swaps = logged(SWAPPED);
        Files.delete(folder.resolve("intake/tick.camel.yaml"));
        await().atMost(LIMIT).until(() -> logged(SWAPPED) > swaps);
        await().atMost(LIMIT).until(() -> isQuiet("tick tick"));
    }

    @Test
    @Order(13)
    void routesThatTakePartInAChangedConfigurationFollowIt() throws IOException {
        String errors = shipped("errors.camel.yaml");
        swap("errors.camel.yaml", errors.replace("loggingLevel: WARN", "loggingLevel: ERROR"));
        int before = traffic.taken();
        await().atMost(LIMIT).until(() -> traffic.taken() > before + 200);
        swap("errors.camel.yaml", errors);
    }

    @Test
    @Order(14)
    void sendersAndPricesAreCheckedAndTaken() throws IOException {
        refused(
                "senders.yaml",
                "- {channel: sms-smpp, country: US, sender: RIVERSIDE}\n",
                "a name, which US does not take");
        swap("prices.yaml", "- {channel: handset, price: 0.0175}\n");
    }

    @Test
    @Order(16)
    void healthTellsWhatIsWrongAndTheHubIsReadyAllTheSame() throws IOException {
        save("intake/lab.camel.yaml", "");
        awaitProblem("is empty");
        assertThat(hub.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(hub.get("/actuator/health/routes").body()).contains("refused", "lab.camel.yaml:1:1: is empty");
        assertThat(logged("lab.camel.yaml:1:1: is empty")).isEqualTo(1);
        Files.delete(folder.resolve("intake/lab.camel.yaml"));
        awaitState("running");
    }

    @Test
    @Order(17)
    void whatWasAcknowledgedIsStoredOnce() throws Exception {
        traffic.stop();
        assertThat(traffic.troubles()).isEmpty();
        assertThat(traffic.longestMillis()).isLessThan(10_000);
        List<String> stored = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = ApiClient.json(hub.get("/v1/messages?feed=scheduling&limit=200" + cursor));
            page.path("messages")
                    .forEach(one -> stored.add(one.path("controlId").asText()));
            cursor = page.path("next").isTextual()
                    ? "&cursor=" + page.path("next").asText()
                    : "";
        } while (!cursor.isEmpty());
        assertThat(stored).doesNotHaveDuplicates();
        assertThat(stored.stream().filter(id -> id.startsWith("LIVE-"))).hasSize(traffic.taken());
    }

    @Test
    @Order(18)
    void aChannelThatIsInUseIsMadeAnew() throws IOException {
        send("K-1");
        // behind all that the traffic left to be read
        await().atMost(Duration.ofMinutes(3))
                .until(() -> hub.get("/v1/handset/messages").body().contains("+14155550199"));
        String shipped = shipped("channels/channel-handset.kamelet.yaml");
        swap(
                "channels/channel-handset.kamelet.yaml",
                shipped.replace("      steps:\n", "      steps:\n        - log: by the new channel\n"));
        send("K-2");
        await().atMost(LIMIT).until(() -> logged("by the new channel") > 0);
        swap("channels/channel-handset.kamelet.yaml", shipped);
        int then = logged("by the new channel");
        send("K-3");
        await().atMost(LIMIT).until(() -> hub.get("/v1/handset/messages").body().split("14155550199", -1).length > 3);
        assertThat(logged("by the new channel")).isEqualTo(then);
    }

    @Test
    @Order(19)
    void aLookupThatIsDroppedInIsAskedUntilItIsTakenAway() throws IOException {
        String file = "lookups/lookup-own.kamelet.yaml";
        swap(file, LOOKUP);
        send("L-1", LOOKED_UP);
        await().atMost(LIMIT).until(() -> logged("asked by the new lookup") > 0);
        swap(file, LOOKUP.replace("asked by the new lookup", "asked by another lookup"));
        send("L-2", LOOKED_UP);
        await().atMost(LIMIT).until(() -> logged("asked by another lookup") > 0);
        int before = logged(SWAPPED);
        Files.delete(folder.resolve(file));
        await().atMost(LIMIT).until(() -> logged(SWAPPED) > before);
        int then = logged("asked by another lookup");
        int messages = handsetMessages();
        send("L-3", LOOKED_UP);
        await().atMost(LIMIT).until(() -> handsetMessages() > messages);
        assertThat(logged("asked by another lookup")).isEqualTo(then);
    }

    @Test
    @Order(20)
    void aPolicyThatDecidesOtherwiseWaitsToBeApproved() throws IOException {
        send("P-1");
        String shipped = shipped("policies/appointment.yaml");
        save("policies/appointment.yaml", shipped.replace("tries: 3", "tries: 2"));
        JsonNode status = awaitState("waiting");
        assertThat(status.path("differences"))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.path("after").asText())
                        .contains("2 tries")
                        .doesNotContain("4155550199"));
        String change = "{\"change\":\"" + status.path("edited").asText() + "\"}";
        assertThat(hub.postJson("/v1/routes/approve", "{\"change\":\"" + "0".repeat(64) + "\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(ApiClient.json(hub.postJson("/v1/routes/approve", change))
                        .path("state")
                        .asText())
                .isEqualTo("running");
        await().atMost(LIMIT)
                .until(() -> hub.get("/fhir/AuditEvent?subtype=routes-changed")
                        .body()
                        .contains("portal:api"));
    }

    @Test
    @Order(21)
    void aRestartWithABadFileComesUpWithWhatRanLast() throws IOException {
        save("policies/appointment.yaml", "no: [policy");
        Files.delete(folder.resolve("prices.yaml"));
        hub.stop();
        hub.start();
        assertThat(Files.readString(hub.log())).contains("the hub starts with the routes that it ran last");
        assertThat(status().path("state").asText()).isEqualTo("refused");
        send("A-1", "4155550197"); // Not yet written to so often that the limit holds.
    }

    @Test
    @Order(22)
    void thePricesThatRanLastAreKeptOverTheRestart() throws IOException {
        await().atMost(LIMIT).until(() -> sentEvents("A-1").contains("0.0175"));
    }

    /** What the trail says of the message that was sent for an appointment. */
    private static String sentEvents(String act) {
        String id = ApiClient.json(hub.get("/v1/verifications?act=Appointment/" + act))
                .at("/verifications/0/id")
                .asText();
        return hub.get("/fhir/AuditEvent?subtype=code-sent&entity.identifier=urn:ietf:rfc:3986%7Curn:uuid:" + id)
                .body();
    }

    /** Saves a bad edit, waits until it is told, and takes it back. */
    private static void refused(String file, String text, String sentence) throws IOException {
        boolean there = Files.exists(folder.resolve(file));
        String before = there ? shipped(file) : "";
        save(file, text);
        awaitProblem(sentence);
        if (there) {
            save(file, before);
        } else {
            Files.delete(folder.resolve(file));
        }
        awaitState("running");
    }

    private static void awaitProblem(String sentence) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(status().path("problems").toString()).contains(sentence));
        assertThat(status().path("state").asText()).isEqualTo("refused");
    }

    /** Waits until the folder was looked at as it is now. */
    private static JsonNode awaitState(String state) {
        await().pollDelay(Duration.ofMillis(700))
                .atMost(LIMIT)
                .until(() -> status().path("state").asText().equals(state)
                        && (!state.equals("running") || status().path("edited").equals(status().path("running"))));
        return status();
    }

    /** Saves a good edit and waits until it runs. */
    private static void swap(String file, String text) throws IOException {
        int before = logged(SWAPPED);
        save(file, text);
        await().atMost(LIMIT).until(() -> logged(SWAPPED) > before);
    }

    private static int handsetMessages() {
        return hub.get("/v1/handset/messages").body().split(LOOKED_UP, -1).length;
    }

    private static JsonNode status() {
        return ApiClient.json(hub.get("/v1/routes"));
    }

    private static int logged(String words) throws IOException {
        return Files.readString(hub.log()).split(java.util.regex.Pattern.quote(words), -1).length - 1;
    }

    private static boolean isQuiet(String words) throws IOException {
        int before = logged(words);
        int sent = traffic.taken();
        await().until(() -> traffic.taken() > sent + 100);
        return logged(words) == before;
    }

    private static void send(String act) throws IOException {
        send(act, "4155550199");
    }

    private static void send(String act, String number) throws IOException {
        Patient patient = new Patient("MRN-" + act, "Berg", number, "");
        try (MllpSender sender = new MllpSender(hub.schedulingPort())) {
            assertThat(sender.send(Hl7Messages.siu("S12", act, act, "203501011000", patient)))
                    .contains("MSA|AA|" + act);
        }
    }

    private static String shipped(String file) throws IOException {
        return Files.readString(Path.of("routes").resolve(file));
    }

    private static void save(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private static String route(String id, String uri) {
        return "- route:\n    id: " + id + "\n    from:\n      uri: " + uri + "\n      steps:\n        - log: hello\n";
    }
}
