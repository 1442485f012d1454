package org.countersign.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.countersign.testing.Hl7Messages;
import org.countersign.testing.Hl7Messages.Patient;
import org.countersign.testing.HubProcess;
import org.countersign.testing.MllpSender;
import org.countersign.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** Given URLs, hubs use the PostgreSQL and the Artemis that are there and start none; what one takes, each goes on with. */
class ExternalServersIT {

    @Test
    void twoHubsShareOnePostgresqlAndOneArtemis() throws Exception {
        Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "external");
        int brokerPort = HubProcess.freePort();
        EmbeddedActiveMQ broker = broker(brokerPort);
        try (TestDatabase database = TestDatabase.create();
                HubProcess one = hub(home, "one", database, brokerPort);
                HubProcess other = hub(home, "other", database, brokerPort)) {
            one.start();
            other.start();
            Patient patient = new Patient("MRN-X", "Larsen", "4155550149", "");
            try (MllpSender ehr = new MllpSender(one.schedulingPort())) {
                assertThat(ehr.send(Hl7Messages.siu("S12", "X-1", "X-1", "203005141015", patient)))
                        .contains("MSA|AA|X-1");
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(other.get("/v1/verifications?act=Appointment/X-1")
                                    .body())
                            .contains("\"state\":\"open\""));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(phone(one) + phone(other)).containsOnlyOnce("4155550149"));
            assertThat(home.resolve("one/data/postgres")).doesNotExist();
            assertThat(home.resolve("one/data/artemis")).doesNotExist();
        } finally {
            broker.stop();
        }
    }

    private static String phone(HubProcess hub) {
        return hub.get("/v1/handset/messages").body();
    }

    private static HubProcess hub(Path home, String name, TestDatabase database, int brokerPort) throws Exception {
        return new HubProcess(
                Files.createDirectories(home.resolve(name)),
                Path.of("routes").toAbsolutePath(),
                Map.of(
                        "countersign.database.url",
                        database.jdbcUrl(),
                        "countersign.broker.url",
                        "tcp://127.0.0.1:" + brokerPort,
                        // what one hub seals the other has to open
                        "countersign.keys.file",
                        home.resolve("keyring").toString(),
                        "countersign.handset.enabled",
                        "true"));
    }

    private static EmbeddedActiveMQ broker(int port) throws Exception {
        var broker = new EmbeddedActiveMQ();
        broker.setConfiguration(new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port));
        return broker.start();
    }
}
