package org.countersign.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.countersign.callback.StandardWebhook;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;

/**
 * The request that a Kamelet describes in its property {@code Request}, filled. Its members, in YAML: {@code url};
 * {@code query}, what stands behind its question mark; {@code authorization} ({@code Bearer {token}} or
 * {@code Basic {user}:{password}}); {@code json} or {@code form}, the body; {@code sign: true} for the headers of Standard
 * Webhooks. A part in braces that begins with a capital is the message's: Text, Code, To, Digits (To without its plus
 * sign), and each header and property by its name. All others are settings of the channel or lookup.
 */
final class DescribedRequest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String BASIC = "Basic ";

    private final ChannelSettings settings;
    private final String owner;
    private final Exchange exchange;
    private final JsonNode described;
    private final RequestTemplate template = new RequestTemplate(this::part);

    /** @param owner name of the channel or lookup whose settings are meant */
    DescribedRequest(ChannelSettings settings, String owner, Exchange exchange) {
        this.settings = settings;
        this.owner = owner;
        this.exchange = exchange;
        this.described = described(exchange);
    }

    /** A member as it is described. */
    JsonNode member(String name) {
        return described.path(name);
    }

    /** A member's text, filled; empty where there is no such member. */
    String text(String pointer) {
        return template.text(described.at(pointer).asText(""));
    }

    /** One that asks, without a body. */
    HttpRequest.Builder get() {
        return request().GET();
    }

    /** One with a body. */
    HttpRequest.Builder post(Clock clock) {
        boolean form = described.has("form");
        JsonNode content = template.tree(described.path(form ? "form" : "json"));
        byte[] body = (form ? encoded(content) : content.toString()).getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = request()
                .header("Content-Type", form ? "application/x-www-form-urlencoded" : "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        if (described.path("sign").asBoolean()) {
            signature(body, clock).forEach(request::header);
        }
        return request;
    }

    private HttpRequest.Builder request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri()).header("Accept", "application/json");
        if (described.has("authorization")) {
            request.header("Authorization", authorization(text("/authorization")));
        }
        return request;
    }

    private Map<String, String> signature(byte[] body, Clock clock) {
        String secret = settings.find(owner, "secret")
                .orElseThrow(() -> new OperationalException(
                        ErrorCategory.INVALID_INPUT, settings.key(owner, "secret") + " is not set"));
        String id = exchange.getMessage().getHeader("Reference", "", String.class);
        return StandardWebhook.sign(secret, id, clock.instant(), body);
    }

    private Optional<String> part(String name) {
        if (Character.isLowerCase(name.charAt(0))) {
            return settings.find(owner, name);
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
            throw new OperationalException(ErrorCategory.INVALID_INPUT, "The Request is not YAML");
        }
    }

    private URI uri() {
        String query = described.has("query") ? "?" + encoded(template.tree(described.path("query"))) : "";
        try {
            return URI.create(text("/url") + query);
        } catch (IllegalArgumentException e) {
            throw new OperationalException(ErrorCategory.INVALID_INPUT, "The request's url is no URL");
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
}
