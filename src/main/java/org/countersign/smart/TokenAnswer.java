package org.countersign.smart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;

/** What an authorization server is asked and answers (RFC 6749 §4.1.3, §5), told without its own words. */
final class TokenAnswer {

    /** Of {@code private_key_jwt} (RFC 7523 §2.2). */
    static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** Refusals that pass. */
    private static final Set<Integer> TRY_AGAIN = Set.of(408, 425, 429);

    /** RFC 6750 §2.1; and of what OAuth calls errors only their codes are repeated, never their descriptions. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9\\-._~+/]+=*");

    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,40}");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TokenAnswer() {}

    /**
     * A form to be posted.
     *
     * @param more further headers, name and value in turn
     */
    static HttpRequest form(URI endpoint, Map<String, String> fields, String... more) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(body));
        for (int i = 0; i < more.length; i += 2) {
            request.header(more[i], more[i + 1]);
        }
        return request.build();
    }

    /**
     * Asks once.
     *
     * @param who names the server, for the words of a failure
     * @throws OperationalException REFUSED, UNAVAILABLE or TIMEOUT where it did not answer with JSON
     */
    static JsonNode ask(LimitedHttp http, String who, HttpRequest request) {
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

    /** @throws OperationalException UNAVAILABLE where the answer holds no bearer token */
    static Sensitive<String> bearer(JsonNode answer, String who) {
        String token = answer.path("access_token").asText("");
        if (!TOKEN.matcher(token).matches()
                || !"bearer".equals(answer.path("token_type").asText("").toLowerCase(Locale.ROOT))) {
            throw new OperationalException(ErrorCategory.UNAVAILABLE, who + " answered with no bearer token");
        }
        return Sensitive.of(token);
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
