package org.countersign.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;

/** Finds values in a provider's JSON by their place (JSON Pointer, RFC 6901); the bean {@code json} of routes. */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Where providers put the code of an error, and what it looks like: what may stand in a log. */
    private static final List<String> ERROR_CODES = List.of("/error/code", "/code", "/error");

    private static final String ERROR_CODE = "[0-9]{1,6}|[A-Z][A-Z_.]{2,95}";

    public Json() {}

    /** The text or number at {@code pointer}; empty when there is none. */
    public String at(String pointer, Exchange exchange) {
        return body(exchange).at(pointer).asText("");
    }

    /** All nodes at {@code pointer}, in which {@code *} stands for each element of an array. */
    public List<JsonNode> list(String pointer, Exchange exchange) {
        Stream<JsonNode> found = Stream.of(body(exchange));
        for (String name : pointer.substring(1).split("/", -1)) {
            found = name.equals("*")
                    ? found.flatMap(node -> StreamSupport.stream(node.spliterator(), false))
                    : found.map(node -> node.path(name));
        }
        return found.filter(node -> !node.isMissingNode()).toList();
    }

    /** Whether {@code pointer} holds {@code wanted}, for the conditions of routes. */
    public boolean is(String pointer, String wanted, Exchange exchange) {
        return at(pointer, exchange).equals(wanted);
    }

    /**
     * Makes sure that an answer answers, so that one without its member is not taken for a no.
     *
     * @param form regular expression of what may stand at {@code pointer}: {@code true|false}
     * @throws OperationalException UNAVAILABLE when it does not
     */
    public void expect(String pointer, String form, Exchange exchange) {
        if (!at(pointer, exchange).matches(form)) {
            throw new OperationalException(
                    ErrorCategory.UNAVAILABLE, "The provider's answer has nothing to go by at " + pointer);
        }
    }

    /**
     * Makes sure that an answer means yes, for providers that say no with HTTP 200.
     *
     * @throws OperationalException REFUSED when {@code pointer} holds anything but {@code wanted}
     */
    public void require(String pointer, String wanted, Exchange exchange) {
        JsonNode json = body(exchange);
        if (!json.at(pointer).asText().equals(wanted)) {
            throw new OperationalException(
                    ErrorCategory.REFUSED,
                    "The provider did not take the message" + errorCode(json).replace(", ", ": "));
        }
    }

    private static JsonNode body(Exchange exchange) {
        return exchange.getMessage().getBody() instanceof JsonNode json ? json : MissingNode.getInstance();
    }

    /** What is no JSON has no values. */
    static JsonNode read(String text) {
        try {
            JsonNode read = MAPPER.readTree(text);
            return read == null ? MissingNode.getInstance() : read;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** {@code , error 131026}; nothing where the answer has no code. */
    static String errorCode(JsonNode reply) {
        return findErrorCode(reply).map(code -> ", error " + code).orElse("");
    }

    /** The code of an error, of a form that cannot be personal. */
    static Optional<String> findErrorCode(JsonNode reply) {
        return ERROR_CODES.stream()
                .map(pointer -> reply.at(pointer).asText())
                .filter(code -> code.matches(ERROR_CODE))
                .findFirst();
    }
}
