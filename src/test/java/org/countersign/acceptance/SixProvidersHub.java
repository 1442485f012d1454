package org.countersign.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.countersign.acceptance.Provider.Conduct;
import org.countersign.smart.LimitedHttp;
import org.countersign.testing.HubInside;
import org.countersign.testing.Routes;
import org.countersign.testing.SmppNetwork;
import org.countersign.testing.TestDatabase;
import org.jsmpp.SMPPConstant;
import org.jsmpp.extra.ProcessRequestException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The whole hub between six providers, each of which speaks its protocol on a socket. */
final class SixProvidersHub implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(2500);
    private static final Duration TOO_LONG = PATIENCE.multipliedBy(2);

    /** By their channels, in the order in which half of them are chosen to fail. */
    final Map<String, Provider> providers = new LinkedHashMap<>();

    private HubInside hub;
    private final TestDatabase database = TestDatabase.create();
    private final SmppNetwork network = SmppNetwork.start();
    private final MailProvider mail;
    private final HttpProviders http;

    SixProvidersHub(Path home, Town town) {
        for (String[] one : new String[][] {
            {"sms-smpp", "sms"},
            {"voice-twilio", "voice"},
            {"whatsapp-meta", "whatsapp"},
            {"sms-8x8", "sms"},
            {"voice-pbx", "voice"},
            {"email", "email"}
        }) {
            providers.put(one[0], new Provider(one[0], one[1], town::arrive));
        }
        http = new HttpProviders(new SignedReceipts(() -> hub), TOO_LONG, providers);
        mail = new MailProvider(providers.get("email"), TOO_LONG);
        network.carriedBy(this::carrySms);
        hub = HubInside.start(home, routes(home).folder(), settings(), Patience.class);
    }

    private static Routes routes(Path home) {
        return Routes.copyTo(home.resolve("routes"))
                .edit("channels/channel-email.kamelet.yaml", "timeout: 20000", "timeout: " + PATIENCE.toMillis())
                .edit("policies/refill.yaml", "timeToLive: 5m", "timeToLive: 10m")
                .edit(
                        "policies/refill.yaml",
                        "  - {transport: sms, wait: 60s, success: verified}\n",
                        "  - {transport: sms, wait: 30s}\n  - {transport: whatsapp, wait: 30s}\n"
                                + "  - {transport: sms, wait: 30s}\n")
                .edit(
                        "policies/refill.yaml",
                        "  - {transport: voice, wait: 60s, success: verified}\n",
                        "  - {transport: voice, wait: 30s}\n  - {transport: voice, wait: 30s}\n")
                .edit(
                        "policies/refill.yaml",
                        "  - {transport: email, wait: 2m}\n",
                        "  - {transport: email, wait: 30s}\n  - {transport: email, wait: 30s}\n");
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "countersign.database.url", database.jdbcUrl(),
                "countersign.database.username", "postgres",
                "countersign.handset.enabled", "false"));
        String webhookSecret = "whsec_"
                + Base64.getEncoder().encodeToString(SignedReceipts.WEBHOOK_KEY.getBytes(StandardCharsets.UTF_8));
        channel(settings, "sms-smpp", "host", "127.0.0.1", "port", Integer.toString(network.port()));
        channel(settings, "sms-smpp", "system-id", SmppNetwork.SYSTEM_ID, "password", SmppNetwork.PASSWORD);
        channel(settings, "sms-smpp", "response-timeout", Long.toString(PATIENCE.toMillis()));
        channel(settings, "sms-8x8", "url", http.url(), "sub-account", "hospital_1", "api-key", "key");
        channel(settings, "sms-8x8", "callback-url", SignedReceipts.PUBLIC + "sms-8x8");
        channel(settings, "sms-8x8", "callback-authorization", SignedReceipts.SECRET);
        channel(settings, "whatsapp-meta", "url", http.url(), "phone-number-id", "1065", "token", "EAAJB");
        channel(settings, "whatsapp-meta", "template", "code", "app-secret", SignedReceipts.SECRET);
        channel(settings, "voice-pbx", "url", http.url() + "/voice", "secret", webhookSecret);
        channel(settings, "voice-twilio", "url", http.url(), "account-sid", "AC1", "from", "+15550199");
        channel(settings, "voice-twilio", "auth-token", SignedReceipts.SECRET);
        channel(settings, "voice-twilio", "callback-url", SignedReceipts.PUBLIC + "voice-twilio");
        channel(settings, "email", "host", "127.0.0.1", "port", Integer.toString(mail.port()));
        channel(settings, "email", "from", "hub@riverside.example");
        return settings;
    }

    private static void channel(Map<String, String> settings, String channel, String... values) {
        for (int i = 0; i < values.length; i += 2) {
            settings.put("countersign.channels." + channel + "." + values[i], values[i + 1]);
        }
    }

    /** SMPP v3.4 §5.1.3: a network that refuses, and one that has an error of its own. */
    private void carrySms(SmppNetwork.Sms sms) throws ProcessRequestException {
        Provider provider = providers.get("sms-smpp");
        String to = "+" + sms.to();
        Conduct conduct = provider.asked(to, "");
        Runnable arrival = () -> {
            provider.arrive(to, sms.text());
            network.report(sms.id(), "DELIVRD");
        };
        Thread.ofVirtual().start(() -> provider.carry(conduct, arrival));
        switch (conduct) {
            case REFUSES -> throw new ProcessRequestException("no", SMPPConstant.STAT_ESME_RSUBMITFAIL);
            case BREAKS -> throw new ProcessRequestException("busy", SMPPConstant.STAT_ESME_RSYSERR);
            case HANGS -> pause();
            case WORKS, LOSES, DELIVERS_LATE, DELIVERS_TWICE -> {}
        }
    }

    private static void pause() {
        try {
            Thread.sleep(TOO_LONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    HubInside hub() {
        return hub;
    }

    void awaitReceiver() {
        network.awaitReceiver();
    }

    @Override
    public void close() throws IOException {
        hub.close();
        http.close();
        mail.close();
        network.close();
        database.close();
    }

    /** A hub that does not wait long for an answer. */
    static class Patience {

        @Bean
        @Primary
        LimitedHttp hasty() {
            return new LimitedHttp(PATIENCE, PATIENCE, 64 * 1024);
        }
    }
}
