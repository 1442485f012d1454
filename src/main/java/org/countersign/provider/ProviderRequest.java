package org.countersign.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.countersign.callback.StandardWebhook;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;
import org.countersign.smart.LimitedHttp;

/**
 * Makes the one request that a channel's Kamelet describes in its property {@code Request}; the bean
 * {@code providerRequest}. It never repeats one: whether the first was acted on is unknown, and a patient who gets two
 * codes trusts neither. What a provider says of a failure may quote the number, so that only its error code goes on.
 */
public final class ProviderRequest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String BASIC = "Basic ";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;

    private final ChannelSettings settings;
    private final LimitedHttp http;
    private final Clock clock;

    public ProviderRequest(ChannelSettings settings, LimitedHttp http, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    /**
     * Fills the request and sends it. Its members, in YAML: {@code url}; {@code authorization} ({@code Bearer {token}} or
     * {@code Basic {user}:{password}}); {@code json} or {@code form}, the body; {@code sign: true} for the headers of
     * Standard Webhooks. A part in braces that begins with a capital is the message's: Text, Code, To, Digits (To without
     * its plus sign), and each header and property by its name. All others are settings of the channel.
     *
     * @param channel whose settings are meant
     * @throws OperationalException UNAVAILABLE, TIMEOUT or REFUSED when the provider did not take it
     */
    public void post(String channel, Exchange exchange) {
        JsonNode described = described(exchange);
        var template = new RequestTemplate(part -> part(part, channel, exchange));
        HttpResponse<String> answer = send(request(described, template, channel, exchange));
        JsonNode reply = Json.read(answer.body());
        if (answer.statusCode() / 100 != 2) {
            throw refused(answer.statusCode(), reply);
        }
        exchange.getMessage().setBody(reply);
    }

    private HttpRequest request(JsonNode described, RequestTemplate template, String channel, Exchange exchange) {
        boolean form = described.has("form");
        JsonNode content = template.tree(described.path(form ? "form" : "json"));
        byte[] body = (form ? encoded(content) : content.toString()).getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        uri(template.text(described.path("url").asText())))
                .header("Content-Type", form ? "application/x-www-form-urlencoded" : "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        if (described.has("authorization")) {
            request.header(
                    "Authorization",
                    authorization(template.text(described.path("authorization").asText())));
        }
        if (described.path("sign").asBoolean()) {
            String secret = settings.find(channel, "secret")
                    .orElseThrow(() -> new OperationalException(
                            ErrorCategory.INVALID_INPUT, "countersign.channels." + channel + ".secret is not set"));
            String id = exchange.getMessage().getHeader("Reference", "", String.class);
            StandardWebhook.sign(secret, id, clock.instant(), body).forEach(request::header);
        }
        return request.build();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request);
        } catch (OperationalException e) {
            boolean late = e.category() == ErrorCategory.TIMEOUT;
            throw new OperationalException(
                    e.category(), late ? "The provider did not answer in time" : "The provider cannot be reached");
        }
    }

    private Optional<String> part(String name, String channel, Exchange exchange) {
        if (Character.isLowerCase(name.charAt(0))) {
            return settings.find(channel, name);
        }
        Message message = exchange.getMessage();
        return switch (name) {
            case "Text" -> Optional.ofNullable(message.getBody(String.class));
            case "Digits" ->
                Optional.ofNullable(message.getHeader("To", String.class)).map(to -> to.replace("+", ""));
            default ->
                Optional.ofNullable(message.getHeader(name))
                        .or(() -> Optional.ofNullable(exchange.getProperty(name)))
                        .map(value -> value instanceof Sensitive<?> hidden ? hidden.reveal() : value)
                        .map(Object::toString)
                        .filter(value -> !value.isEmpty());
        };
    }

    private static JsonNode described(Exchange exchange) {
        try {
            return YAML.readTree(exchange.getProperty("Request", "", String.class));
        } catch (JsonProcessingException e) {
            throw new OperationalException(ErrorCategory.INVALID_INPUT, "The channel's Request is not YAML");
        }
    }

    private static URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new OperationalException(ErrorCategory.INVALID_INPUT, "The channel's url is no URL");
        }
    }

    /** RFC 7617 wants user and password in base64. */
    private static String authorization(String value) {
        if (!value.startsWith(BASIC)) {
            return value;
        }
        byte[] pair = value.substring(BASIC.length()).getBytes(StandardCharsets.UTF_8);
        return BASIC + Base64.getEncoder().encodeToString(pair);
    }

    private static String encoded(JsonNode form) {
        return form.properties().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue().asText(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static OperationalException refused(int status, JsonNode reply) {
        boolean busy = status >= 500 || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT;
        return new OperationalException(
                busy ? ErrorCategory.UNAVAILABLE : ErrorCategory.REFUSED,
                "The provider did not take the message (HTTP " + status + Json.errorCode(reply) + ")");
    }
}
