package org.countersign.smart;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;

/**
 * Gets a token for an authorization code (OpenID Connect Core 1.0 §3.1.3), with the hub's own keys or a client's secret.
 * Nothing is kept: the token is the caller's.
 */
public final class CodeGrant implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration EXCHANGE = Duration.ofSeconds(5);
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final ClientKeys keys;
    private final LimitedHttp http;
    private final Clock clock;

    CodeGrant(ClientKeys keys, Clock clock) {
        this.keys = keys;
        this.http = new LimitedHttp(CONNECT, EXCHANGE, LONGEST_ANSWER);
        this.clock = clock;
    }

    /**
     * The hub as a client of one authorization server.
     *
     * @param name for the words of a failure
     * @param secret where the hub authenticates by one; else by {@code private_key_jwt}
     * @param issuer what ID tokens must say in {@code iss}, where it is known
     */
    public record Client(
            String name, URI tokenEndpoint, String id, Optional<Sensitive<String>> secret, Optional<String> issuer) {}

    /**
     * What came back by the browser, and what was sent with it.
     *
     * @param verifier of PKCE (RFC 7636); empty where the server knows none
     * @param nonce that an ID token must repeat
     */
    public record Code(Sensitive<String> value, URI redirectUri, Optional<Sensitive<String>> verifier, String nonce) {}

    /** Whether the hub has a key to sign by. */
    public boolean hasKeys() {
        return !keys.isEmpty();
    }

    /**
     * The token for {@code code}, which must go into one request at once.
     *
     * @throws OperationalException REFUSED, UNAVAILABLE or TIMEOUT when there is none, or the ID token is for another
     */
    public Sensitive<String> redeem(Client client, Code code) {
        String who = "The token endpoint of " + client.name();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "authorization_code");
        fields.put("code", code.value().reveal());
        fields.put("redirect_uri", code.redirectUri().toString());
        code.verifier().ifPresent(verifier -> fields.put("code_verifier", verifier.reveal()));
        JsonNode answer = TokenAnswer.ask(
                http,
                who,
                client.secret()
                        .map(secret -> TokenAnswer.form(
                                client.tokenEndpoint(), fields, "Authorization", basic(client.id(), secret)))
                        .orElseGet(() -> TokenAnswer.form(client.tokenEndpoint(), asserted(client, fields))));
        if (answer.has("id_token")) {
            check(answer.path("id_token").asText(), client, code.nonce(), who);
        }
        return TokenAnswer.bearer(answer, who);
    }

    /** Breaks off what is on its way. */
    @Override
    public void close() {
        http.close();
    }

    private Map<String, String> asserted(Client client, Map<String, String> fields) {
        fields.put("client_id", client.id());
        fields.put("client_assertion_type", TokenAnswer.ASSERTION_TYPE);
        fields.put(
                "client_assertion",
                keys.assertion(client.id(), client.tokenEndpoint(), clock.instant())
                        .reveal());
        return fields;
    }

    /** RFC 6749 §2.3.1: both are encoded as in a form before they are put together. */
    private static String basic(String id, Sensitive<String> secret) {
        String pair = URLEncoder.encode(id, StandardCharsets.UTF_8) + ":"
                + URLEncoder.encode(secret.reveal(), StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** What OpenID Connect Core §3.1.3.7 asks for; the signature may be left to TLS, since it comes from the issuer itself. */
    private static void check(String idToken, Client client, String nonce, String who) {
        try {
            JWTClaimsSet claims = JWTParser.parse(idToken).getJWTClaimsSet();
            boolean ours = nonce.equals(claims.getStringClaim("nonce"))
                    && claims.getAudience().contains(client.id())
                    && client.issuer()
                            .filter(issuer -> !issuer.equals(claims.getIssuer()))
                            .isEmpty();
            if (!ours) {
                throw new OperationalException(ErrorCategory.REFUSED, who + " answered with an ID token for another");
            }
        } catch (ParseException e) {
            throw new OperationalException(ErrorCategory.REFUSED, who + " answered with an ID token that is none");
        }
    }
}
