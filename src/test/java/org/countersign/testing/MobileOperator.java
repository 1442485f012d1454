package org.countersign.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A mobile operator: an authorization server of OpenID Connect by CAMARA's Security and Interoperability Profile, which
 * knows each phone by its network, and CAMARA NumberVerification v2. It is strict about all that it is sent, and can be
 * told to refuse at each place.
 */
public final class MobileOperator implements AutoCloseable {

    public static final String CLIENT = "countersign-hub";
    public static final String SECRET = "s3cret of the hub";

    private static final String SCOPE = "openid dpv:FraudPreventionAndDetection number-verification:verify";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ClientAssertions assertions;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String phone = "";
    private volatile Trouble trouble = Trouble.NONE;

    /**
     * What it does instead of its work.
     *
     * @param path where: {@code /authorize}, {@code /token} or {@code /verify}
     * @param status 0 breaks the connection
     * @param body of the answer; at /authorize the error
     * @param delay before it
     */
    public record Trouble(String path, int status, String body, Duration delay) {

        public static final Trouble NONE = new Trouble("", 0, "", Duration.ZERO);
    }

    private MobileOperator(Clock clock) throws IOException {
        this.clock = clock;
        this.assertions = new ClientAssertions(clock);
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/authorize", this::authorize);
        http.createContext("/token", this::token);
        http.createContext("/number-verification/v2/verify", this::verify);
        http.start();
    }

    /** Starts on a free port of 127.0.0.1. */
    public static MobileOperator start(Clock clock) {
        try {
            return new MobileOperator(clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** Settings of a hub that it knows by its secret, as operator {@code name}. */
    public Map<String, String> settings(String name) {
        String prefix = "countersign.channels.silent-camara." + name + ".";
        return Map.of(
                prefix + "authorization-endpoint",
                url() + "/authorize",
                prefix + "token-endpoint",
                url() + "/token",
                prefix + "api-root",
                url(),
                prefix + "issuer",
                url(),
                prefix + "client-id",
                CLIENT,
                prefix + "client-secret",
                SECRET);
    }

    /** Knows {@link #CLIENT} by its public keys, too. */
    public void register(Supplier<String> jwks) {
        assertions.register(CLIENT, jwks);
    }

    /** The number of the phone that comes to it from now on. */
    public void phone(String number) {
        phone = number;
    }

    public void trouble(Trouble one) {
        trouble = one;
    }

    /** Forgets all it was asked, and is in no trouble. */
    public void reset() {
        trouble = Trouble.NONE;
        asked.clear();
        problems.clear();
    }

    /** The paths it was asked at, in order. */
    public List<String> asked() {
        return asked;
    }

    /** What was wrong with requests to it, in its own words. */
    public List<String> problems() {
        return problems;
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void authorize(HttpExchange exchange) throws IOException {
        asked.add("/authorize");
        Map<String, String> query = pairs(
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
        if (!query.getOrDefault("redirect_uri", "").endsWith("/silent/callback")
                || !CLIENT.equals(query.get("client_id"))) {
            problems.add("client_id or redirect_uri");
            answer(exchange, 400, "");
            return;
        }
        boolean good = "code".equals(query.get("response_type"))
                && SCOPE.equals(query.get("scope"))
                && "none".equals(query.get("prompt"))
                && "S256".equals(query.get("code_challenge_method"))
                && query.getOrDefault("code_challenge", "").matches("[A-Za-z0-9_-]{43}")
                && query.getOrDefault("nonce", "").length() >= 22
                && !query.containsKey("login_hint");
        if (!good) {
            problems.add("authorization request");
        }
        String error = trouble.path().equals("/authorize") ? trouble.body() : good ? "" : "invalid_request";
        String code = UUID.randomUUID().toString();
        codes.put(
                code,
                Map.of(
                        "challenge", query.getOrDefault("code_challenge", ""),
                        "nonce", query.getOrDefault("nonce", ""),
                        "redirect_uri", query.get("redirect_uri"),
                        "phone", phone));
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        query.get("redirect_uri") + "?" + (error.isEmpty() ? "code=" + code : "error=" + error)
                                + "&state=" + encoded(query.getOrDefault("state", "")) + "&iss=" + encoded(url()));
        answer(exchange, 302, "");
    }

    private void token(HttpExchange exchange) throws IOException {
        asked.add("/token");
        String body = body(exchange);
        if (isTrouble(exchange, "/token")) {
            return;
        }
        Map<String, String> form = pairs(body);
        if (!isClient(exchange, form)) {
            refuse(exchange, 401, "invalid_client");
            return;
        }
        Map<String, String> grant = codes.remove(form.getOrDefault("code", ""));
        boolean good = grant != null
                && "authorization_code".equals(form.get("grant_type"))
                && grant.get("redirect_uri").equals(form.get("redirect_uri"))
                && grant.get("challenge").equals(s256(form.getOrDefault("code_verifier", "")));
        if (!good) {
            refuse(exchange, 400, "invalid_grant");
            return;
        }
        String token = UUID.randomUUID().toString();
        tokens.put(token, grant.get("phone"));
        answer(
                exchange,
                200,
                "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":300,\"id_token\":\""
                        + idToken(grant.get("nonce")) + "\"}");
    }

    private void verify(HttpExchange exchange) throws IOException {
        asked.add("/verify");
        JsonNode body = JSON.readTree(body(exchange));
        if (isTrouble(exchange, "/verify")) {
            return;
        }
        String header = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        String number = tokens.remove(header.replaceFirst("^Bearer ", ""));
        if (number == null || !exchange.getRequestMethod().equals("POST")) {
            camara(exchange, 401, "UNAUTHENTICATED");
        } else if (body.size() != 1 || !body.path("phoneNumber").asText().matches("\\+[1-9][0-9]{4,14}")) {
            camara(exchange, 400, "INVALID_ARGUMENT");
        } else {
            boolean same = number.equals(body.path("phoneNumber").asText());
            answer(exchange, 200, "{\"devicePhoneNumberVerified\":" + same + "}");
        }
    }

    private void refuse(HttpExchange exchange, int status, String error) throws IOException {
        problems.add(error);
        answer(exchange, status, "{\"error\":\"" + error + "\",\"error_description\":\"not " + phone + "\"}");
    }

    private void camara(HttpExchange exchange, int status, String code) throws IOException {
        problems.add(code);
        answer(exchange, status, camara(status, code));
    }

    /** An error as CAMARA writes it; the message quotes the number. */
    public static String camara(int status, String code) {
        return "{\"status\":" + status + ",\"code\":\"" + code + "\",\"message\":\"not +447400123456\"}";
    }

    private boolean isTrouble(HttpExchange exchange, String path) throws IOException {
        Trouble now = trouble;
        if (!now.path().equals(path)) {
            return false;
        }
        if (!now.delay().isZero()) {
            try {
                Thread.sleep(now.delay());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (now.status() == 0) {
            exchange.close();
        } else {
            answer(exchange, now.status(), now.body());
        }
        return true;
    }

    private boolean isClient(HttpExchange exchange, Map<String, String> form) {
        String basic = exchange.getRequestHeaders().getFirst("Authorization");
        if (basic != null) {
            String pair = encoded(CLIENT) + ":" + encoded(SECRET);
            return basic.equals("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        String problem = ClientAssertions.TYPE.equals(form.get("client_assertion_type"))
                ? assertions.problem(form.getOrDefault("client_assertion", ""), url() + "/token")
                : "no authentication";
        return problem.isEmpty();
    }

    private String idToken(String nonce) {
        try {
            var token = new SignedJWT(
                    new JWSHeader(JWSAlgorithm.HS256),
                    new JWTClaimsSet.Builder()
                            .issuer(url())
                            .subject("pairwise-1")
                            .audience(CLIENT)
                            .claim("nonce", nonce)
                            .expirationTime(Date.from(clock.instant().plusSeconds(300)))
                            .build());
            token.sign(new MACSigner(new byte[32]));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String s256(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> pairs(String form) {
        return Arrays.stream(form.split("&", -1))
                .filter(field -> field.contains("="))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
