package org.countersign.smart;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;

/** Where the hub gets its tokens for one FHIR server (SMART App Launch 2.2, Backend Services). */
final class TokenEndpoint {

    private static final String WELL_KNOWN = "/.well-known/smart-configuration";
    private static final int LONGEST_ANSWER = 64 * 1024;

    /** SMART demands expires_in; a server that leaves it out is not taken at its word for long. */
    private static final Duration UNSAID = Duration.ofMinutes(1);

    private static final Duration LONGEST_LIFE = Duration.ofDays(1);

    private final URI fhirBase;
    private final Optional<URI> configured;
    private final SmartClient client;
    private final ClientKeys keys;
    private final Duration connectTimeout;
    private final Duration responseTimeout;
    private final Clock clock;

    TokenEndpoint(
            URI fhirBase,
            SmartClient client,
            ClientKeys keys,
            Duration connectTimeout,
            Duration responseTimeout,
            Clock clock) {
        this.fhirBase = fhirBase;
        this.client = client;
        this.configured = address(client.tokenEndpoint());
        this.keys = keys;
        this.connectTimeout = connectTimeout;
        this.responseTimeout = responseTimeout;
        this.clock = clock;
    }

    /**
     * A token.
     *
     * @param until when it ends
     */
    record Token(Sensitive<String> value, Instant until) {}

    /**
     * Asks for a new one.
     *
     * @throws OperationalException REFUSED, UNAVAILABLE or TIMEOUT when there is none; says where and why
     */
    Token request() {
        try (var http = new LimitedHttp(connectTimeout, responseTimeout, LONGEST_ANSWER)) {
            URI endpoint = configured.orElseGet(() -> discover(http));
            Instant now = clock.instant();
            String who = "The token endpoint " + endpoint;
            JsonNode answer = TokenAnswer.ask(http, who, form(endpoint, now));
            Sensitive<String> token = TokenAnswer.bearer(answer, who);
            long seconds = answer.path("expires_in").asLong(UNSAID.toSeconds());
            Duration life = Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_LIFE.toSeconds()));
            return new Token(token, now.plus(life));
        }
    }

    /** {@code url} if it is one of http or https, without a user. */
    static Optional<URI> address(String url) {
        try {
            return Optional.of(new URI(url.strip()))
                    .filter(uri -> "http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    .filter(uri -> uri.getHost() != null && uri.getUserInfo() == null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private URI discover(LimitedHttp http) {
        URI configuration = URI.create(fhirBase.toString().replaceFirst("/+$", "") + WELL_KNOWN);
        JsonNode answer = TokenAnswer.ask(
                http,
                "The SMART configuration " + configuration,
                HttpRequest.newBuilder(configuration)
                        .header("Accept", "application/json")
                        .build());
        return address(answer.path("token_endpoint").asText(""))
                .orElseThrow(() -> new OperationalException(
                        ErrorCategory.REFUSED,
                        "The SMART configuration " + configuration + " names no token_endpoint"));
    }

    private HttpRequest form(URI endpoint, Instant now) {
        return TokenAnswer.form(
                endpoint,
                Map.of(
                        "grant_type",
                        "client_credentials",
                        "scope",
                        client.scope().strip(),
                        "client_assertion_type",
                        TokenAnswer.ASSERTION_TYPE,
                        "client_assertion",
                        keys.assertion(client.clientId().strip(), endpoint, now).reveal()));
    }
}
