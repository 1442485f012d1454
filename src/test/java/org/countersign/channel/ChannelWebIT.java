package org.countersign.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.countersign.channel.RecordingReceipts.Receipt;
import org.countersign.platform.KeyRing;
import org.countersign.testing.HubProcess;
import org.countersign.testing.SmppNetwork;
import org.countersign.testing.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The channels as the hub wires them, in a web server of their own: the handset's page and Twilio's callbacks. */
class ChannelWebIT {

    private static final String CALLBACK = "https://hub.example/receipts/twilio";

    private final HttpClient http = HttpClient.newHttpClient();
    private ServletWebServerApplicationContext hub;

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void thePageShowsWhatTheHandsetGotAndTheListIsForPrograms() throws Exception {
        start();
        hub.getBean(Handset.class).take("Code <b>012345</b>\n@x #012345", "+15550100", "r1", "en", "sms");
        hub.getBean(Handset.class).take("Ihr Code 678901", "+15550101", "r2", "de", "voice");

        HttpResponse<String> page = get("/handset");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("Code &lt;b&gt;012345")
                .contains("+15550101")
                .contains("lang=\"de\"")
                .containsSubsequence("678901", "012345");
        assertThat(get("/handset/messages").body()).startsWith("<section").contains("678901");
        for (String link : page.body().split("\"", -1)) {
            if (link.startsWith("/webjars") || link.endsWith(".css")) {
                assertThat(get(link).statusCode()).as(link).isEqualTo(200);
            }
        }

        HttpResponse<String> list = get("/v1/handset/messages");
        assertThat(list.headers().firstValue("Cache-Control")).hasValue("no-store");
        JsonNode newest = new ObjectMapper().readTree(list.body()).get(0);
        assertThat(newest.get("text").asText()).isEqualTo("Ihr Code 678901");
        assertThat(newest.get("to").asText()).isEqualTo("+15550101");
        assertThat(newest.get("transport").asText()).isEqualTo("voice");
        assertThat(newest.get("locale").asText()).isEqualTo("de");
        assertThat(newest.get("at").asText()).matches("20\\d\\d-.*Z");
    }

    @Test
    void whereThereIsNoHandsetNothingIsFound() throws Exception {
        start("countersign.handset.enabled=false");
        assertThat(get("/handset").statusCode()).isEqualTo(404);
        assertThat(get("/handset/messages").statusCode()).isEqualTo(404);
        assertThat(get("/v1/handset/messages").statusCode()).isEqualTo(404);
        assertThat(hub.getBean(ChannelCatalog.class).usable("handset")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "queued,ACCEPTED",
        "sending,ACCEPTED",
        "sent,SENT",
        "delivered,DELIVERED",
        "read,READ",
        "undelivered,FAILED",
        "failed,FAILED"
    })
    void aSignedCallbackIsAReceipt(String status, String progress) throws Exception {
        startTwilio();
        Map<String, String> form = form(status);
        assertThat(post(form, signature(form, "token")).statusCode()).isEqualTo(200);
        assertThat(receipts().received).containsExactly(new Receipt("sms-twilio", "SM123", progress));
    }

    @Test
    void aCallbackWithoutTheRightSignatureIsForbidden() throws Exception {
        startTwilio();
        Map<String, String> form = form("delivered");
        String signature = signature(form, "token");
        assertThat(post(form, signature(form, "wrong")).statusCode()).isEqualTo(403);
        assertThat(post(form, "").statusCode()).isEqualTo(403);
        form.put("MessageSid", "SM124");
        HttpResponse<String> forged = post(form, signature);
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.body()).isEmpty();
        assertThat(receipts().received).isEmpty();
    }

    @Test
    void anUnknownStatusIsTakenAndSaysNothing() throws Exception {
        startTwilio();
        Map<String, String> form = form("wondering");
        form.put("Progress", "DELIVERED");
        assertThat(post(form, signature(form, "token")).statusCode()).isEqualTo(200);
        assertThat(receipts().received).isEmpty();
    }

    @Test
    void withoutACallbackUrlThereIsNoSuchAddress() throws Exception {
        start();
        Map<String, String> form = form("delivered");
        assertThat(post(form, signature(form, "token")).statusCode()).isEqualTo(404);
    }

    @Test
    void theHubStartsWhileTheSmsNetworkIsDown() throws Exception {
        int port = HubProcess.freePort();
        start(
                "countersign.channels.sms-smpp.bind-period=300",
                "countersign.channels.sms-smpp.host=127.0.0.1",
                "countersign.channels.sms-smpp.port=" + port,
                "countersign.channels.sms-smpp.system-id=" + SmppNetwork.SYSTEM_ID,
                "countersign.channels.sms-smpp.password=" + SmppNetwork.PASSWORD);
        assertThat(get("/handset").statusCode()).isEqualTo(404);
        try (SmppNetwork network = SmppNetwork.start(port)) {
            network.awaitReceiver();
            assertThat(network.report("net-1", "DELIVRD")).isTrue();
            assertThat(receipts().received).containsExactly(new Receipt("sms-smpp", "net-1", "DELIVERED"));
            hub.close();
        }
    }

    private void startTwilio() {
        start(
                "countersign.channels.sms-twilio.account-sid=AC1",
                "countersign.channels.sms-twilio.auth-token=token",
                "countersign.channels.sms-twilio.from=+15550199",
                "countersign.channels.sms-twilio.callback-url=" + CALLBACK);
    }

    private void start(String... settings) {
        Stream<String> fixed = Stream.of(
                "server.port=0",
                "server.address=127.0.0.1",
                "camel.main.routes-include-pattern=file:routes/receipts/*.camel.yaml",
                // No provider calls that one.
                "camel.main.routes-exclude-pattern=**/silent-camara.camel.yaml",
                "camel.component.kamelet.location=file:routes/channels");
        String[] all = Stream.concat(fixed, Stream.of(settings))
                .map(setting -> "--" + setting)
                .toArray(String[]::new);
        hub = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Hub.class).run(all);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "STOP,stop +15550100 sms-twilio",
        "' Unsubscribe ',stop +15550100 sms-twilio",
        "start,start +15550100 sms-twilio",
        "please stop calling,",
        "913580,"
    })
    void aReplyOfStopListsItsNumberAndStartTakesItOff(String reply, String heard) throws Exception {
        startTwilio();
        Map<String, String> form =
                new TreeMap<>(Map.of("MessageSid", "SM9", "SmsStatus", "received", "From", "+15550100", "Body", reply));
        assertThat(post(form, signature(form, "wrong")).statusCode()).isEqualTo(403);
        HttpResponse<String> answer = post(form, signature(form, "token"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(hub.getBean(RecordingOptOuts.class).received)
                .containsExactlyElementsOf(heard == null ? List.of() : List.of(heard));
        assertThat(receipts().received).isEmpty();
    }

    private HttpResponse<String> post(Map<String, String> form, String signature)
            throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return http.send(
                HttpRequest.newBuilder(uri("/receipts/twilio"))
                        .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                        .header("X-Twilio-Signature", signature)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + hub.getWebServer().getPort() + path);
    }

    private RecordingReceipts receipts() {
        return hub.getBean(RecordingReceipts.class);
    }

    private static Map<String, String> form(String status) {
        return new TreeMap<>(Map.of(
                "MessageSid",
                "SM123",
                "MessageStatus",
                status,
                "AccountSid",
                "AC1",
                "To",
                "+15550100",
                "ErrorMessage",
                "ä & b"));
    }

    /** As Twilio's documentation describes it, not as its library does. */
    private static String signature(Map<String, String> form, String secret) throws GeneralSecurityException {
        String signed = CALLBACK
                + form.entrySet().stream()
                        .map(entry -> entry.getKey() + entry.getValue())
                        .collect(Collectors.joining());
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                DataSourceAutoConfiguration.class,
                FlywayAutoConfiguration.class,
                ArtemisAutoConfiguration.class,
                SecurityAutoConfiguration.class,
                ManagementWebSecurityAutoConfiguration.class
            })
    @ConfigurationPropertiesScan({"org.countersign.channel", "org.countersign.smart"})
    @ComponentScan({"org.countersign.callback", "org.countersign.provider", "org.countersign.smart"})
    @Import({ChannelConfiguration.class, HandsetController.class})
    static class Hub {

        @Bean
        KeyRing keyRing() {
            return TestKeys.ring();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        RecordingOptOuts doNotContact() {
            return new RecordingOptOuts();
        }

        @Bean
        RecordingReceipts deliveryReceipts() {
            return new RecordingReceipts();
        }
    }
}
