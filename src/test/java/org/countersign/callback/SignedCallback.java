package org.countersign.callback;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** A callback as each provider makes it, signed here as its documentation says and not by the code under test. */
final class SignedCallback {

    static final Instant NOW = Instant.parse("2026-11-24T02:04:20Z");
    static final String URL = "https://hub.example/receipts/x";
    private static final long SECONDS = NOW.getEpochSecond();
    private static final String JSON =
            "{\"id\":\"ref-1\",\"status\":\"delivered\",\"note\":\"ä € \",\"new\":{\"x\":[1,2]}}";

    final CallbackSignature scheme;
    final Map<String, String> settings;
    final Map<String, String> headers;
    final byte[] body;
    final String query;

    private SignedCallback(
            CallbackSignature scheme,
            Map<String, String> settings,
            Map<String, String> headers,
            byte[] body,
            String query) {
        this.scheme = scheme;
        this.settings = settings;
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.headers.putAll(headers);
        this.body = body;
        this.query = query;
    }

    static SignedCallback twilio() throws Exception {
        String body = "MessageSid=SM1&MessageStatus=delivered&To=%2B15550100&New=%C3%A4+b";
        String signed = URL + "?words=abc" + "MessageSidSM1" + "MessageStatusdelivered" + "Newä b" + "To+15550100";
        String signature = Base64.getEncoder().encodeToString(mac("HmacSHA1", bytes("secret"), bytes(signed)));
        return new SignedCallback(
                new TwilioSignature(),
                Map.of("auth-token", "secret", "callback-url", URL),
                Map.of("X-Twilio-Signature", signature),
                bytes(body),
                "words=abc");
    }

    static SignedCallback meta() throws Exception {
        return new SignedCallback(
                new MetaSignature(),
                Map.of("app-secret", "secret"),
                Map.of("X-Hub-Signature-256", "sha256=" + hex(mac("HmacSHA256", bytes("secret"), bytes(JSON)))),
                bytes(JSON),
                "");
    }

    static SignedCallback telegram() throws Exception {
        byte[] key = java.security.MessageDigest.getInstance("SHA-256").digest(bytes("token"));
        return new SignedCallback(
                new TelegramSignature(),
                Map.of("token", "token"),
                Map.of(
                        "X-Request-Timestamp",
                        Long.toString(SECONDS),
                        "X-Request-Signature",
                        hex(mac("HmacSHA256", key, bytes(SECONDS + "\n" + JSON)))),
                bytes(JSON),
                "");
    }

    static SignedCallback vonage() throws Exception {
        return vonage("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", "Vonage", SECONDS, JSON);
    }

    static SignedCallback vonage(String header, String issuer, long time, String hashed) throws Exception {
        String claims = "{\"iat\":" + time + ",\"jti\":\"c5ba8f24\",\"iss\":\"" + issuer + "\",\"payload_hash\":\""
                + hex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes(hashed)))
                + "\",\"api_key\":\"a1b2c3d\"}";
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String signed = base64.encodeToString(bytes(header)) + "." + base64.encodeToString(bytes(claims));
        String jwt = signed + "." + base64.encodeToString(mac("HmacSHA256", bytes("short"), bytes(signed)));
        return new SignedCallback(
                new VonageSignature(),
                Map.of("signature-secret", "short"),
                Map.of("Authorization", "Bearer " + jwt),
                bytes(JSON),
                "");
    }

    static SignedCallback webhook() throws Exception {
        byte[] key = bytes("a key of thirty-two bytes length");
        byte[] mac = mac("HmacSHA256", key, bytes("msg_1." + SECONDS + "." + JSON));
        return new SignedCallback(
                new StandardWebhook(),
                Map.of("secret", "whsec_" + Base64.getEncoder().encodeToString(key)),
                Map.of(
                        "webhook-id",
                        "msg_1",
                        "webhook-timestamp",
                        Long.toString(SECONDS),
                        "webhook-signature",
                        "v1," + Base64.getEncoder().encodeToString(mac)),
                bytes(JSON),
                "");
    }

    /** The example of Sinch's documentation, with its signature, or another body at another time. */
    static SignedCallback sinch(String time, String body, String signature) {
        return new SignedCallback(
                new SinchSignature(),
                Map.of(
                        "application-key",
                        "669E367E-6BBA-48AB-AF15-266871C28135",
                        "application-secret",
                        "BeIukql3pTKJ8RGL5zo0DA==",
                        "callback-url",
                        "https://callbacks.yourdomain.com/sinch/callback/ace"),
                Map.of(
                        "Authorization",
                        "application 669E367E-6BBA-48AB-AF15-266871C28135:" + signature,
                        "Content-Type",
                        "application/json",
                        "x-timestamp",
                        time),
                bytes(body),
                "");
    }

    static SignedCallback sinch() throws Exception {
        String digest = Base64.getEncoder()
                .encodeToString(java.security.MessageDigest.getInstance("MD5").digest(bytes(JSON)));
        byte[] mac = mac(
                "HmacSHA256",
                Base64.getDecoder().decode("BeIukql3pTKJ8RGL5zo0DA=="),
                bytes("POST\n" + digest + "\napplication/json\nx-timestamp:" + NOW + "\n/sinch/callback/ace"));
        return sinch(NOW.toString(), JSON, Base64.getEncoder().encodeToString(mac));
    }

    static SignedCallback agreed() {
        return new SignedCallback(
                new AgreedAuthorization(),
                Map.of("callback-authorization", "Basic dXNlcjpwYXNzd29yZA=="),
                Map.of("Authorization", "Basic dXNlcjpwYXNzd29yZA=="),
                bytes(JSON),
                "");
    }

    /** Whether the scheme lets it in at {@code now}. */
    boolean holdsAt(Instant now) {
        return holds(body, query, headers, now);
    }

    boolean holds(byte[] body, String query, Map<String, String> headers, Instant now) {
        return scheme.holds(new Callback(body, query, headers::get, now), settings());
    }

    Function<String, Optional<String>> settings() {
        return name -> Optional.ofNullable(settings.get(name));
    }

    static byte[] mac(String algorithm, byte[] key, byte[] data) throws Exception {
        var mac = javax.crypto.Mac.getInstance(algorithm);
        mac.init(new javax.crypto.spec.SecretKeySpec(key, algorithm));
        return mac.doFinal(data);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] data) {
        return HexFormat.of().formatHex(data);
    }

    @Override
    public String toString() {
        return scheme.getClass().getSimpleName();
    }
}
