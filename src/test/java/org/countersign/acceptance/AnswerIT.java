package org.countersign.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.testing.ApiClient;
import org.countersign.testing.Hl7Messages;
import org.countersign.testing.Hl7Messages.Patient;
import org.countersign.testing.HubProcess;
import org.countersign.testing.MllpReceiver;
import org.countersign.testing.MllpSender;
import org.junit.jupiter.api.Test;

/** A pharmacy asks for a refill; after the code it hears RRE^O26, once, whatever happens to either side meanwhile. */
class AnswerIT {

    private static final Pattern CODE = Pattern.compile("\\b(\\d{6})\\b");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void theAnswerToARefillArrivesExactlyOnceOverRestarts() throws IOException {
        Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "answer");
        try (MllpReceiver pharmacy = MllpReceiver.start();
                HubProcess hub = new HubProcess(
                        home,
                        Path.of("routes").toAbsolutePath(),
                        Map.of(
                                "countersign.answers.pharmacy.port",
                                Integer.toString(pharmacy.port()),
                                "countersign.answers.pharmacy.timeout",
                                "2s"))) {
            hub.start();
            pharmacy.stop();
            Patient patient = new Patient("MRN-7", "Okafor", "4155550147", "");
            ask(hub, Hl7Messages.refill("R-1", "RX-1", "60", patient));
            assertThat(verify(hub, "MedicationRequest/RX-1")).isTrue();
            // the answer is owed, and its receiver is down; so, at once, is the hub
            hub.kill();
            pharmacy.restart();
            hub.start();
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(pharmacy.messages()).hasSize(1));
            assertThat(pharmacy.messages().getFirst())
                    .contains("||RRE^O26^RRE_O12|", "\rMSA|AA|R-1\r", "\rORC|AF|P-RX-1^EHR|F-RX-1^PHARMACY");
            hub.stop();
            hub.start();
            // the simulated phone forgets what it has shown when the hub ends
            ask(hub, Hl7Messages.refill("R-2", "RX-2", "30", patient));
            assertThat(verify(hub, "MedicationRequest/RX-2")).isTrue();
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(pharmacy.messages()).hasSize(2));
            assertThat(pharmacy.messages().get(1)).contains("\rMSA|AA|R-2\r", "\rORC|AF|P-RX-2^EHR|");
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(hub.get("/fhir/AuditEvent?subtype=answer-sent")
                                    .body())
                            .contains("\"total\":2"));
            assertThat(pharmacy.messages()).as("and nothing twice").hasSize(2);
        }
    }

    private static void ask(HubProcess hub, String message) throws IOException {
        try (MllpSender sender = new MllpSender(hub.pharmacyPort())) {
            assertThat(sender.send(message)).contains("MSA|AA|");
        }
    }

    private static boolean verify(HubProcess hub, String act) {
        String[] code = new String[2];
        await().atMost(LIMIT).until(() -> {
            JsonNode challenge = ApiClient.json(hub.get("/v1/verifications?act=" + act))
                    .path("verifications")
                    .path(0);
            code[0] = challenge.path("id").asText();
            for (JsonNode message : ApiClient.json(hub.get("/v1/handset/messages"))) {
                String text = message.path("text").asText();
                Matcher found = CODE.matcher(text);
                if (text.contains("(" + challenge.path("tag").asText() + ")") && found.find()) {
                    code[1] = found.group(1);
                    return true;
                }
            }
            return false;
        });
        return ApiClient.json(hub.postJson("/v1/verifications/" + code[0] + "/check", "{\"code\":\"" + code[1] + "\"}"))
                .path("verified")
                .asBoolean();
    }
}
