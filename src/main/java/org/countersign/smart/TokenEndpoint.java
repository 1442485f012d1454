package org.countersign.smart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;

/** Where the hub gets its tokens for one FHIR server (SMART App Launch 2.2, Backend Services). */
final class TokenEndpoint {

    private static final String WELL_KNOWN = "/.well-known/smart-configuration";
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final int LONGEST_ANSWER = 64 * 1024;

    /** SMART demands expires_in; a server that leaves it out is not taken at its word for long. */
    private static final Duration UNSAID = Duration.ofMinutes(1);

    private static final Duration LONGEST_LIFE = Duration.ofDays(1);

    /** Refusals that pass. */
    private static final Set<Integer> TRY_AGAIN = Set.of(408, 425, 429);

    /** RFC 6750 §2.1; and of what OAuth calls errors only their codes are repeated, never their descriptions. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9\\-._~+/]+=*");

    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,40}");
    private static final JsonMapper JSON = JsonMapper.builder().build();

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
            JsonNode answer = ask(http, "The token endpoint", form(endpoint, now));
            String token = answer.path("access_token").asText("");
            if (!TOKEN.matcher(token).matches()
                    || !"bearer".equals(answer.path("token_type").asText("").toLowerCase(Locale.ROOT))) {
                throw new OperationalException(
                        ErrorCategory.UNAVAILABLE, "The token endpoint " + endpoint + " answered with no bearer token");
            }
            long seconds = answer.path("expires_in").asLong(UNSAID.toSeconds());
            Duration life = Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_LIFE.toSeconds()));
            return new Token(Sensitive.of(token), now.plus(life));
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
        JsonNode answer = ask(
                http,
                "The SMART configuration",
                HttpRequest.newBuilder(configuration).header("Accept", "application/json"));
        return address(answer.path("token_endpoint").asText(""))
                .orElseThrow(() -> new OperationalException(
                        ErrorCategory.REFUSED,
                        "The SMART configuration " + configuration + " names no token_endpoint"));
    }

    private HttpRequest.Builder form(URI endpoint, Instant now) {
        Map<String, String> fields = Map.of(
                "grant_type",
                "client_credentials",
                "scope",
                client.scope().strip(),
                "client_assertion_type",
                ASSERTION_TYPE,
                "client_assertion",
                keys.assertion(client.clientId().strip(), endpoint, now).reveal());
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static JsonNode ask(LimitedHttp http, String what, HttpRequest.Builder building) {
        HttpRequest request = building.build();
        String who = what + " " + request.uri();
        HttpResponse<String> answer;
        try {
            answer = http.send(request);
        } catch (OperationalException e) {
            throw new OperationalException(e.category(), who + ": " + e.getMessage(), e);
        }
        if (answer.statusCode() != 200) {
            throw refused(who, answer);
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            // without the cause, which quotes the answer
            throw new OperationalException(ErrorCategory.UNAVAILABLE, who + " answered with no JSON");
        }
    }

    private static OperationalException refused(String who, HttpResponse<String> answer) {
        int status = answer.statusCode();
        ErrorCategory category =
                status >= 500 || TRY_AGAIN.contains(status) ? ErrorCategory.UNAVAILABLE : ErrorCategory.REFUSED;
        return new OperationalException(
                category, (who + " answered HTTP " + status + " " + error(answer.body())).strip());
    }

    private static String error(String body) {
        try {
            String code = JSON.readTree(body).path("error").asText("");
            return ERROR.matcher(code).matches() ? code : "";
        } catch (JsonProcessingException notJson) {
            return "";
        }
    }
}
