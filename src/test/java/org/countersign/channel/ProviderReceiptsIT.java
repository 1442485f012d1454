package org.countersign.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.countersign.channel.RecordingReceipts.Receipt;
import org.countersign.testing.TestKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** What providers report, over HTTP, signed as their documentation says. */
class ProviderReceiptsIT {

    private static final String CALLBACK = "https://hub.example/receipts/";
    private static final String SECRET = "secret";

    private static ServletWebServerApplicationContext hub;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        hub = (ServletWebServerApplicationContext) new SpringApplicationBuilder(ChannelWebIT.Hub.class)
                .run(Stream.of(
                                "server.port=0",
                                "server.address=127.0.0.1",
                                "camel.main.routes-include-pattern=file:routes/receipts/*.camel.yaml",
                                "camel.main.routes-exclude-pattern=**/silent-camara.camel.yaml",
                                "camel.component.kamelet.location=file:routes/channels",
                                "countersign.handset.enabled=false",
                                "countersign.channels.voice-twilio.auth-token=" + SECRET,
                                "countersign.channels.voice-twilio.callback-url=" + CALLBACK + "voice-twilio",
                                "countersign.channels.whatsapp-twilio.auth-token=" + SECRET,
                                "countersign.channels.whatsapp-twilio.callback-url=" + CALLBACK + "whatsapp-twilio",
                                "countersign.channels.sms-vonage.signature-secret=" + SECRET,
                                "countersign.channels.viber-vonage.signature-secret=" + SECRET,
                                "countersign.channels.rcs-vonage.signature-secret=" + SECRET,
                                "countersign.channels.sms-8x8.callback-authorization=" + SECRET,
                                "countersign.channels.whatsapp-meta.app-secret=" + SECRET,
                                "countersign.channels.whatsapp-meta.verify-token=meat",
                                "countersign.channels.telegram-gateway.token=" + SECRET,
                                "countersign.channels.telegram-gateway.callback-url=" + CALLBACK + "telegram-gateway",
                                "countersign.channels.sms-webhook.secret=" + SECRET,
                                "countersign.channels.voice-pbx.secret=" + SECRET)
                        .map(setting -> "--" + setting)
                        .toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @BeforeEach
    void forget() {
        receipts().received.clear();
        optOuts().received.clear();
    }

    @ParameterizedTest
    @CsvSource({
        "queued,ACCEPTED",
        "ringing,SENT",
        "in-progress,SENT",
        "busy,FAILED",
        "no-answer,FAILED",
        "failed,FAILED",
        "canceled,FAILED",
        "completed,FAILED"
    })
    void aCallThatEndsWithoutAKeyWasNotHeard(String status, String progress) throws Exception {
        assertThat(twilio("voice-twilio", "", Map.of("CallSid", "CA1", "CallStatus", status), SECRET)
                        .statusCode())
                .isEqualTo(200);
        assertThat(receipts().received).containsExactly(new Receipt("voice-twilio", "CA1", progress));
    }

    @Test
    void aKeyIsTheDeliveryAndItsAnswerIsTheWords() throws Exception {
        String words = Clock.systemUTC().instant().plusSeconds(60).getEpochSecond() + "\nen-US\nYour code: one … two";
        String sealed = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(TestKeys.ring().seal(words.getBytes(StandardCharsets.UTF_8)));
        Map<String, String> form = Map.of("CallSid", "CA1", "CallStatus", "in-progress", "Digits", "#");
        HttpResponse<String> answer = twilio("voice-twilio", "words=" + sealed, form, SECRET);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/xml"));
        assertThat(answer.body()).contains(">Your code: one</Say><Pause length=\"1\"/><Say language=\"en-US\">two<");
        assertThat(receipts().received).containsExactly(new Receipt("voice-twilio", "CA1", "DELIVERED"));
        HttpResponse<String> forged = twilio("voice-twilio", "words=" + sealed, form, "another");
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.body()).isEmpty();
        assertThat(receipts().received).hasSize(1);
    }

    /** Each provider's receipt with a member that nobody knows, in its own words for delivered. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sms-vonage|{"message_uuid":"r1","status":"%s","channel":"sms","novel":{"x":1},"to":"15550100"}
            viber-vonage|{"message_uuid":"r1","status":"%s","channel":"viber_service","novel":"ä"}
            rcs-vonage|{"novel":[],"message_uuid":"r1","status":"%s","channel":"rcs"}
            sms-8x8|{"namespace":"SMS","payload":{"umid":"r1","status":{"state":"%s","novel":1},"novel":2}}
            whatsapp-meta|{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"value":{"novel":1,"statuses":[{"id":"r1","status":"%s","novel":"€"}]}}]}]}
            telegram-gateway|{"request_id":"r1","phone_number":"+15550100","novel":1,"delivery_status":{"status":"%s"}}
            sms-webhook|{"type":"x","data":{"reference":"r1","status":"%s","novel":true}}
            voice-pbx|{"novel":null,"data":{"reference":"r1","status":"%s"}}
            """)
    void aSignedReceiptIsTakenWhateverElseItSaysAndAForgedOneIsNot(String channel, String receipt) throws Exception {
        String delivered = receipt.formatted("delivered");
        String read = receipt.formatted("read");
        String[] signed = signature(channel, delivered, SECRET);
        assertThat(post(channel, delivered, signed).statusCode()).isEqualTo(200);
        assertThat(post(channel, delivered, signed).statusCode()).as("repeated").isEqualTo(200);
        assertThat(post(channel, read, signature(channel, read, SECRET)).statusCode())
                .isEqualTo(200);
        String unknown = receipt.formatted("wondering");
        assertThat(post(channel, unknown, signature(channel, unknown, SECRET)).statusCode())
                .isEqualTo(200);
        List<Receipt> taken = List.of(
                new Receipt(channel, "r1", "DELIVERED"),
                new Receipt(channel, "r1", "DELIVERED"),
                new Receipt(channel, "r1", "READ"));
        assertThat(receipts().received).containsExactlyElementsOf(taken);

        assertThat(post(channel, delivered, signature(channel, delivered, "another"))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> bare = post(channel, delivered, "Content-Type", "application/json");
        assertThat(bare.statusCode()).isEqualTo(403);
        assertThat(bare.body()).isEmpty();
        if (!channel.equals("sms-8x8")) {
            assertThat(post(channel, read, signed).statusCode()).as("altered").isEqualTo(403);
        }
        assertThat(receipts().received).containsExactlyElementsOf(taken);
    }

    @ParameterizedTest
    @CsvSource({
        "sms-vonage,15550100,text,STOP,stop +15550100 sms-vonage",
        "sms-vonage,15550100,text,' start ',start +15550100 sms-vonage",
        "viber-vonage,15550100,text,Stop,stop +15550100 viber-vonage",
        "rcs-vonage,15550100,text,unsubscribe,stop +15550100 rcs-vonage",
        "sms-vonage,15550100,text,do not stop,",
        "sms-vonage,15550100,image,,",
        "sms-vonage,BANK,text,STOP,"
    })
    void aSignedReplyByVonageListsItsNumberOrTakesItOffAndAForgedOneDoesNothing(
            String channel, String from, String type, String text, String heard) throws Exception {
        String body = "{\"to\":\"15550199\",\"from\":\"%s\",\"channel\":\"%s\",\"message_uuid\":\"m1\","
                        .formatted(from, channel.substring(0, channel.indexOf('-')))
                + "\"timestamp\":\"2026-11-26T05:00:00Z\",\"message_type\":\"" + type + "\""
                + (text == null ? "" : ",\"text\":\"" + text + "\"")
                + ",\"usage\":{\"price\":\"0.0057\",\"currency\":\"EUR\"}}";
        assertThat(post(channel, body, signature(channel, body, "another")).statusCode())
                .isEqualTo(403);
        assertThat(optOuts().received).isEmpty();
        HttpResponse<String> answer = post(channel, body, signature(channel, body, SECRET));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(optOuts().received).containsExactlyElementsOf(heard == null ? List.of() : List.of(heard));
        assertThat(receipts().received).isEmpty();
    }

    @Test
    void severalReceiptsOfMetaMayComeAtOnceAndMessagesOfPatientsAreNone() throws Exception {
        String body = "{\"entry\":[{\"changes\":[{\"value\":{\"statuses\":[{\"id\":\"a\",\"status\":\"failed\"},"
                + "{\"id\":\"b\",\"status\":\"sent\"}]}},{\"value\":{\"messages\":[{\"id\":\"c\",\"text\":\"STOP\"}]}}]},"
                + "{\"changes\":[{\"value\":{\"statuses\":[{\"id\":\"d\",\"status\":\"read\"}]}}]}]}";
        HttpResponse<String> answer = post("whatsapp-meta", body, signature("whatsapp-meta", body, SECRET));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(receipts().received)
                .containsExactly(
                        new Receipt("whatsapp-meta", "a", "FAILED"),
                        new Receipt("whatsapp-meta", "b", "SENT"),
                        new Receipt("whatsapp-meta", "d", "READ"));
    }

    @Test
    void metaIsToldItsChallengeByWhoKnowsTheTokenAlone() throws Exception {
        String asked = "whatsapp-meta?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";
        HttpResponse<String> answer = get(asked + "meat");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("1158201444");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(get(asked + "beef").statusCode()).isEqualTo(403);
        assertThat(get("whatsapp-meta?hub.mode=subscribe&hub.challenge=%3Cb%3E&hub.verify_token=meat")
                        .statusCode())
                .isEqualTo(403);
        assertThat(get("whatsapp-meta").statusCode()).isEqualTo(403);
    }

    @Test
    void aReceiptOfWhatsAppByTwilioIsTakenFromItsOwnAddress() throws Exception {
        Map<String, String> form = Map.of("MessageSid", "SM1", "MessageStatus", "read", "Novel", "ä");
        assertThat(twilio("whatsapp-twilio", "", form, SECRET).statusCode()).isEqualTo(200);
        assertThat(receipts().received).containsExactly(new Receipt("whatsapp-twilio", "SM1", "READ"));
    }

    @Test
    void anEndlessReceiptIsNotRead() throws Exception {
        String body = "{\"x\":\"" + "y".repeat(300_000) + "\"}";
        assertThat(post("sms-webhook", body, signature("sms-webhook", body, SECRET))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void aReceiptThatIsSentInChunksIsRefusedBeforeItsEndComes() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", hub.getWebServer().getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(bytes("POST /receipts/sms-webhook HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n"));
            String chunk = "10000\r\n" + "y".repeat(0x10000) + "\r\n";
            for (int sent = 0; sent < 5; sent++) {
                out.write(bytes(chunk));
            }
            out.flush();
            // 320 KB came, and no end: whoever waited for it would not answer.
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).startsWith("HTTP/1.1 413");
        }
        assertThat(receipts().received).isEmpty();
    }

    /** The headers that the provider of a channel signs a body with. */
    private static String[] signature(String channel, String body, String secret) throws Exception {
        String now = Long.toString(Clock.systemUTC().instant().getEpochSecond());
        return switch (channel) {
            case "sms-vonage", "viber-vonage", "rcs-vonage" -> {
                Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
                String hash = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(body)));
                String signed = base64.encodeToString(bytes("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")) + "."
                        + base64.encodeToString(
                                bytes("{\"iat\":" + now + ",\"iss\":\"Vonage\",\"payload_hash\":\"" + hash + "\"}"));
                String mac = base64.encodeToString(mac("HmacSHA256", bytes(secret), signed));
                yield headers("Authorization", "Bearer " + signed + "." + mac);
            }
            case "sms-8x8" -> headers("Authorization", secret);
            case "whatsapp-meta" ->
                headers(
                        "X-Hub-Signature-256",
                        "sha256=" + HexFormat.of().formatHex(mac("HmacSHA256", bytes(secret), body)));
            case "telegram-gateway" -> {
                byte[] key = MessageDigest.getInstance("SHA-256").digest(bytes(secret));
                String mac = HexFormat.of().formatHex(mac("HmacSHA256", key, now + "\n" + body));
                yield headers("X-Request-Timestamp", now, "X-Request-Signature", mac);
            }
            default -> {
                byte[] mac = mac("HmacSHA256", bytes(secret), "m1." + now + "." + body);
                yield headers(
                        "webhook-id",
                        "m1",
                        "webhook-timestamp",
                        now,
                        "webhook-signature",
                        "v1," + Base64.getEncoder().encodeToString(mac));
            }
        };
    }

    private static String[] headers(String... headers) {
        return Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(headers))
                .toArray(String[]::new);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> twilio(String channel, String query, Map<String, String> form, String secret)
            throws Exception {
        String path = channel + (query.isEmpty() ? "" : "?" + query);
        String signed = CALLBACK
                + path
                + new TreeMap<>(form)
                        .entrySet().stream()
                                .map(field -> field.getKey() + field.getValue())
                                .collect(Collectors.joining());
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return post(
                path,
                body,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-Twilio-Signature",
                Base64.getEncoder().encodeToString(mac("HmacSHA1", bytes(secret), signed)));
    }

    private HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri(path))
                        .headers(headers)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + hub.getWebServer().getPort() + "/receipts/" + path);
    }

    private static RecordingOptOuts optOuts() {
        return hub.getBean(RecordingOptOuts.class);
    }

    private static RecordingReceipts receipts() {
        return hub.getBean(RecordingReceipts.class);
    }

    private static byte[] mac(String algorithm, byte[] key, String data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        return mac.doFinal(bytes(data));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
