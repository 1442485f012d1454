package org.countersign.silent;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.countersign.challenge.ChallengeStore;
import org.countersign.testing.ApiClient;
import org.countersign.testing.KeyFiles;
import org.countersign.testing.MobileBrowser;
import org.countersign.testing.MobileOperator;
import org.countersign.testing.MobileOperator.Trouble;
import org.countersign.testing.MutableClock;
import org.countersign.testing.RecordingWakeUps;
import org.countersign.testing.Routes;
import org.countersign.testing.WebHub;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A portal that has the phone prove itself, against an operator by CAMARA's specifications: the shipped routes, real HTTP
 * and PostgreSQL. The plan is silent, then SMS, then e-mail. All such tests share a hub.
 */
@SpringBootTest(
        classes = SilentHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"countersign.api.key=" + ApiClient.KEY, "countersign.console.password=" + WebHub.PASSWORD})
abstract class SilentCase {

    static final String MOBILE = "+447400123456";
    static final String ANOTHER = "+447400123457";
    static final String IRISH = "+353871234567";
    static final String FRENCH = "+33612345678";
    static final String AMERICAN = "+14155550132";

    /** Takes no SMS, so that it gets a decoy. */
    static final String LANDLINE = "+442079460958";

    static final String DONE = MobileBrowser.HUB + "/silent/done";
    static final String PAGE = "/silent/done";
    static final Duration WAIT = Duration.ofSeconds(20);

    static final MobileOperator OPERATOR = MobileOperator.start(Clock.fixed(WebHub.START, ZoneOffset.UTC));

    static final String SMS = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: channel-sms-smpp
              labels: {camel.apache.org/kamelet.type: sink}
              annotations: {countersign.org/transport: sms, countersign.org/assurance: none, countersign.org/receipts: "false"}
            spec:
              definition: {title: SMS, description: For tests, type: object}
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - bean: {ref: phones, method: take}
            """;

    @LocalServerPort
    int port;

    @Autowired
    ChallengeStore store;

    @Autowired
    MutableClock clock;

    @Autowired
    RecordingWakeUps wakeUps;

    @Autowired
    ProducerTemplate routes;

    @Autowired
    SilentHub.Phones phones;

    @Autowired
    SilentStates states;

    @Autowired
    JdbcClient jdbc;

    SilentDriver portal;
    MobileBrowser phone;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws IOException {
        Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "silent");
        Routes edited = Routes.copyTo(home.resolve("routes"))
                .edit(
                        "policies/portal.yaml",
                        "steps:\n",
                        "steps:\n  - {transport: silent, wait: 20s, success: verified}\n");
        Files.writeString(edited.folder().resolve("channels/channel-sms-smpp.kamelet.yaml"), SMS);
        Path key = KeyFiles.pem(home, "hub.pem", KeyFiles.ec("secp384r1").getPrivate());
        registry.add("countersign.routes", () -> edited.folder().toString());
        registry.add("countersign.handset.enabled", () -> "false");
        registry.add("countersign.smart.keys", key::toString);
        String silent = "countersign.channels.silent-camara.";
        registry.add(silent + "operators", () -> "british, irish, french");
        registry.add(silent + "public-url", () -> MobileBrowser.HUB);
        registry.add(silent + "portals", () -> MobileBrowser.PORTAL);
        registry.add(silent + "return-urls", () -> MobileBrowser.PORTAL + "/back");
        for (String name : List.of("british", "irish", "french")) {
            OPERATOR.settings(name).forEach((setting, value) -> registry.add(setting, () -> value));
        }
        registry.add(silent + "british.countries", () -> "GB");
        registry.add(silent + "irish.countries", () -> "IE");
        registry.add(silent + "irish.client-secret", () -> "");
        registry.add(silent + "french.countries", () -> "FR");
        registry.add(silent + "french.networks", () -> "198.51.100.0/24, 2001:db8::/32");
    }

    @BeforeEach
    void empty() {
        jdbc.sql("truncate challenge, audit_entry, verification_request, verification_client cascade")
                .update();
        clock.advance(Duration.between(clock.instant(), WebHub.START));
        phones.texts.clear();
        OPERATOR.reset();
        OPERATOR.phone(MOBILE);
        portal = new SilentDriver(port, store, clock, wakeUps, routes, jdbc);
        phone = new MobileBrowser(port);
    }

    void awaitTexts(int count) {
        await().atMost(Duration.ofSeconds(15)).until(() -> {
            portal.wake();
            return phones.texts.size() == count;
        });
    }

    static Trouble at(String path, int status, String body) {
        return new Trouble(path, status, body, Duration.ZERO);
    }

    static Trouble camara(int status, String code) {
        return at("/verify", status, MobileOperator.camara(status, code));
    }
}
