package org.countersign.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.testing.ApiClient;
import org.countersign.testing.FhirServer;
import org.countersign.testing.Hl7Messages;
import org.countersign.testing.Hl7Messages.Patient;
import org.countersign.testing.HubProcess;
import org.countersign.testing.MllpSender;
import org.countersign.testing.Routes;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.Test;

/**
 * Kills the hub, as a power cut would, at random moments while EHRs send and patients answer. Senders send again what
 * was not acknowledged, as EHRs do.
 */
class KillIT {

    private static final int KILLS = 20;
    private static final int SENDERS = 4;
    private static final int PAUSE_MILLIS = 50;
    /** What the hub can work off while it is killed all the time. */
    private static final int BETWEEN_MESSAGES_MILLIS = 600;

    private static final Pattern CODE = Pattern.compile(": (\\d{6}) ");

    private static final String[] AREAS =
            ("201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 "
                            + "229 231 234 239 240 248 251 252 253 254 256 260 262 267 269 270 272 276 281 301")
                    .split(" ");

    /** The act of each number. */
    private final Map<String, String> sent = new ConcurrentHashMap<>();

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> verified = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);

    @Test
    void everyAcknowledgedMessageHasOneChallengeAndEveryOutcomeItsAuditEventOverTwentyKills() throws Exception {
        Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "kill");
        Routes routes = Routes.copyTo(home.resolve("routes"));
        try (FhirServer fhir = FhirServer.start();
                HubProcess hub =
                        new HubProcess(home, routes.folder(), Map.of("countersign.audit.server.url", fhir.url()))) {
            hub.start();
            List<Thread> load = load(hub);
            Random random = new Random(20_261_124);
            for (int i = 0; i < KILLS; i++) {
                int taken = acknowledged.size() + random.nextInt(10);
                // Some kills come before anything is sent, most while people answer.
                int answered = i % 4 == 3 ? 0 : verified.size() + 1 + random.nextInt(3);
                await().atMost(Duration.ofSeconds(120))
                        .until(() -> acknowledged.size() >= taken && verified.size() >= answered);
                hub.kill();
                hub.launch();
                if (i % 5 != 4) {
                    hub.awaitReady();
                }
            }
            hub.awaitReady();
            over.countDown();
            for (Thread thread : load) {
                thread.join();
            }
            assertThat(hub.starts()).isGreaterThan(KILLS);
            assertThat(acknowledged).hasSizeGreaterThan(KILLS);
            assertThat(verified).hasSizeGreaterThan(KILLS);
            assertOneChallengeEach(hub);
            assertOutcomesAreTold(fhir);
        }
    }

    private List<Thread> load(HubProcess hub) {
        List<Thread> threads = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            int number = sender;
            threads.add(Thread.ofPlatform().start(() -> send(hub, number)));
        }
        threads.add(Thread.ofPlatform().start(() -> answer(hub)));
        return threads;
    }

    private void send(HubProcess hub, int sender) {
        for (int i = 0; !isOver(BETWEEN_MESSAGES_MILLIS); i++) {
            String id = sender + "-" + i;
            Patient patient = new Patient("MRN-" + id, "Test", number(sender * 1000 + i), "");
            sent.put("+1" + patient.number(), "Appointment/K-" + id);
            String message = Hl7Messages.siu("S12", "K-" + id, "K-" + id, "203005141015", patient);
            while (!acknowledges(hub, message)) {
                // Not acknowledged: whether the hub has it is unknown, so it is sent again, as EHRs do after a pause.
                if (isOver(PAUSE_MILLIS)) {
                    return;
                }
            }
            acknowledged.add("Appointment/K-" + id);
        }
    }

    private boolean isOver(int millis) {
        try {
            return over.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static boolean acknowledges(HubProcess hub, String message) {
        try (MllpSender ehr = new MllpSender(hub.schedulingPort())) {
            return ehr.send(message).contains("MSA|AA|");
        } catch (IOException e) {
            return false;
        }
    }

    /** The people who hold the phones: whoever reads a message that is new types its code in. */
    private void answer(HubProcess hub) {
        Set<String> read = new HashSet<>();
        while (!isOver(PAUSE_MILLIS)) {
            try {
                for (JsonNode message : ApiClient.json(hub.get("/v1/handset/messages"))) {
                    if (!read.contains(message.toString())) {
                        verify(hub, message);
                        read.add(message.toString());
                    }
                }
            } catch (UncheckedIOException e) {
                // The hub is down just now.
            }
        }
    }

    private void verify(HubProcess hub, JsonNode message) {
        String act = sent.get(message.path("to").asText());
        Matcher code = CODE.matcher(message.path("text").asText());
        if (!code.find()) {
            return;
        }
        String id = ApiClient.json(hub.get("/v1/verifications?act=" + act))
                .path("verifications")
                .path(0)
                .path("id")
                .asText();
        if (ApiClient.json(hub.postJson("/v1/verifications/" + id + "/check", "{\"code\":\"" + code.group(1) + "\"}"))
                .path("verified")
                .asBoolean()) {
            verified.add(id);
        }
    }

    private void assertOneChallengeEach(HubProcess hub) {
        for (String act : acknowledged) {
            await("a challenge for " + act)
                    .atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(ApiClient.json(hub.get("/v1/verifications?act=" + act))
                                    .path("verifications"))
                            .hasSize(1));
        }
    }

    private void assertOutcomesAreTold(FhirServer fhir) {
        await("every verification on the FHIR server")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(told(fhir, "code-verified")).containsAll(verified));
        List<String> issued = told(fhir, "code-issued");
        assertThat(issued).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(acknowledged.size());
        assertThat(told(fhir, "code-verified")).doesNotHaveDuplicates();
    }

    /** The challenges that AuditEvents of a subtype are about, one for each AuditEvent. */
    private static List<String> told(FhirServer fhir, String subtype) {
        return fhir.auditEvents().stream()
                .filter(event -> event.getSubtypeFirstRep().getCode().equals(subtype))
                .map(KillIT::challenge)
                .toList();
    }

    private static String challenge(AuditEvent event) {
        return event.getEntity().stream()
                .map(entity -> String.valueOf(entity.getWhat().getIdentifier().getValue()))
                .filter(value -> value.matches("(urn:uuid:)?[0-9a-f]{8}-.*"))
                .findFirst()
                .orElseThrow()
                .replace("urn:uuid:", "");
    }

    /** One of a hundred numbers of an area that are given to nobody; enough areas for every message its own. */
    private static String number(int i) {
        return AREAS[i / 100 % AREAS.length] + "55501" + String.format(Locale.ROOT, "%02d", i % 100);
    }
}
