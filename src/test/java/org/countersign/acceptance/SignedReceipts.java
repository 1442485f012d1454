package org.countersign.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.countersign.testing.HubInside;

/** What providers tell the hub by HTTP, signed as their documentation says. */
final class SignedReceipts {

    /** The hub's address as the providers know it. */
    static final String PUBLIC = "https://hub.example/receipts/";

    static final String SECRET = "secret";
    static final String WEBHOOK_KEY = "a key of thirty-two bytes length";

    private static final Pattern TAGS = Pattern.compile("<[^>]*>");
    private static final String JSON = "application/json";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Supplier<HubInside> hub;

    /** @param hub which may be started later */
    SignedReceipts(Supplier<HubInside> hub) {
        this.hub = hub;
    }

    void eightByEight(String id) {
        String body = "{\"payload\":{\"umid\":\"" + id + "\",\"status\":{\"state\":\"delivered\"}}}";
        post("sms-8x8", body, "Content-Type", JSON, "Authorization", SECRET);
    }

    void meta(String id) {
        String body = "{\"entry\":[{\"changes\":[{\"value\":{\"statuses\":[{\"id\":\"" + id
                + "\",\"status\":\"delivered\"}]}}]}]}";
        String mac = HexFormat.of().formatHex(mac("HmacSHA256", SECRET, body));
        post("whatsapp-meta", body, "Content-Type", JSON, "X-Hub-Signature-256", "sha256=" + mac);
    }

    void pbx(String id) {
        String body = "{\"data\":{\"reference\":\"" + id + "\",\"status\":\"delivered\"}}";
        String now = Long.toString(hub.get().clock().instant().getEpochSecond());
        String mac = Base64.getEncoder().encodeToString(mac("HmacSHA256", WEBHOOK_KEY, "m1." + now + "." + body));
        post(
                "voice-pbx",
                body,
                "Content-Type",
                JSON,
                "webhook-id",
                "m1",
                "webhook-timestamp",
                now,
                "webhook-signature",
                "v1," + mac);
    }

    /** A key was pressed in call {@code sid}; gives what is said on that. */
    String twilio(String sid, String words) {
        TreeMap<String, String> form = new TreeMap<>();
        form.put("CallSid", sid);
        form.put("CallStatus", "in-progress");
        form.put("Digits", "1");
        String path = "voice-twilio?" + words;
        String signed = PUBLIC
                + path
                + form.entrySet().stream()
                        .map(field -> field.getKey() + field.getValue())
                        .collect(Collectors.joining());
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String signature = Base64.getEncoder().encodeToString(mac("HmacSHA1", SECRET, signed));
        String twiml =
                post(path, body, "Content-Type", "application/x-www-form-urlencoded", "X-Twilio-Signature", signature);
        return TAGS.matcher(twiml).replaceAll(" ");
    }

    private String post(String path, String body, String... headers) {
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + hub.get().httpPort() + "/receipts/" + path))
                            .headers(headers)
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("The hub answered HTTP " + answer.statusCode() + " to " + path);
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mac(String algorithm, String key, String data) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(data.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
