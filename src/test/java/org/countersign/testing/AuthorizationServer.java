package org.countersign.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * An authorization server of SMART App Launch 2.2: it gives tokens to clients that it knows by their public keys, and
 * checks of each assertion what the guide says. Its tokens are JWTs that it can take back.
 */
public final class AuthorizationServer implements AutoCloseable {

    private final Clock clock;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ClientAssertions assertions;
    private final Map<String, Instant> issued = new ConcurrentHashMap<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger keyRequests = new AtomicInteger();
    private final List<ECKey> keys = new CopyOnWriteArrayList<>();
    private volatile Duration life = Duration.ofMinutes(5);
    private volatile int failure;
    private volatile Runnable before = () -> {};

    private AuthorizationServer(Clock clock) throws IOException {
        this.clock = clock;
        this.assertions = new ClientAssertions(clock);
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/token", this::token);
        http.createContext("/jwks", exchange -> {
            keyRequests.incrementAndGet();
            answer(exchange, 200, new JWKSet(new ArrayList<JWK>(keys)).toString(true));
        });
        http.createContext("/fhir/.well-known/smart-configuration", exchange -> answer(exchange, 200, configuration()));
        http.start();
        rotate();
    }

    /** Starts on a free port of 127.0.0.1. */
    public static AuthorizationServer start(Clock clock) {
        try {
            return new AuthorizationServer(clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    public String tokenEndpoint() {
        return url() + "/token";
    }

    public String jwksUrl() {
        return url() + "/jwks";
    }

    /** What {@code .well-known/smart-configuration} of a FHIR server says that it belongs to. */
    public String configuration() {
        return "{\"token_endpoint\":\"" + tokenEndpoint() + "\",\"grant_types_supported\":[\"client_credentials\"],"
                + "\"token_endpoint_auth_signing_alg_values_supported\":[\"RS384\",\"ES384\"]}";
    }

    /** Knows {@code client} by its public keys, which are looked up at each request. */
    public void register(String client, Supplier<String> jwks) {
        assertions.register(client, jwks);
    }

    /** How long its tokens hold. */
    public void life(Duration duration) {
        life = duration;
    }

    /** Answers each request for a token with {@code status}; 0 to do its work again. */
    public void failWith(int status) {
        failure = status;
    }

    /** What it does before it answers a request for a token. */
    public void before(Runnable something) {
        before = something;
    }

    /** Signs with another key from now on, and still publishes the others. */
    public ECKey rotate() {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_384)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
            keys.add(key);
            return key;
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** None of its tokens holds any more. */
    public void revoke() {
        issued.clear();
    }

    /** Whether a request with this Authorization header bears a token of its that holds. */
    public boolean accepts(String authorization) {
        Instant until = authorization == null || !authorization.startsWith("Bearer ")
                ? null
                : issued.get(authorization.substring("Bearer ".length()));
        return until != null && clock.instant().isBefore(until);
    }

    /** How many tokens it was asked for. */
    public int requests() {
        return requests.get();
    }

    /** How often its keys were fetched. */
    public int keyRequests() {
        return keyRequests.get();
    }

    /** Why it gave no token, in order. */
    public List<String> refusals() {
        return refusals;
    }

    /** A token for the claims, signed with its latest key. */
    public String sign(JWTClaimsSet claims) {
        ECKey key = keys.getLast();
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES384)
                            .type(new JOSEObjectType("at+jwt"))
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a good token for {@code audience} says. */
    public JWTClaimsSet.Builder claims(String client, String audience, String scope) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .subject(client)
                .claim("client_id", client)
                .audience(audience)
                .claim("scope", scope)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)))
                .jwtID(UUID.randomUUID().toString());
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(exchange);
        requests.incrementAndGet();
        before.run();
        if (failure != 0) {
            answer(exchange, failure, "");
            return;
        }
        String problem = problem(exchange, form);
        if (!problem.isEmpty()) {
            refusals.add(problem);
            answer(exchange, 400, "{\"error\":\"invalid_client\",\"error_description\":\"" + problem + "\"}");
            return;
        }
        String token = sign(claims("any", "any", form.get("scope")).build());
        issued.put(token, clock.instant().plus(life));
        answer(
                exchange,
                200,
                "{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\",\"expires_in\":" + life.toSeconds()
                        + ",\"scope\":\"" + form.get("scope") + "\"}");
    }

    private String problem(HttpExchange exchange, Map<String, String> form) {
        if (!exchange.getRequestMethod().equals("POST")
                || !"client_credentials".equals(form.get("grant_type"))
                || !ClientAssertions.TYPE.equals(form.get("client_assertion_type"))
                || form.getOrDefault("scope", "").isEmpty()) {
            return "no request for a token";
        }
        return assertions.problem(form.getOrDefault("client_assertion", ""), tokenEndpoint());
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return Arrays.stream(body.split("&", -1))
                .filter(field -> field.contains("="))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
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
