package org.countersign.callback;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.countersign.platform.ChannelSettings;

/**
 * Lets in what a provider signed and nothing else; the bean {@code callbackGuard} of {@code routes/receipts}. What it
 * lets in is the body's fields, known to the hub or not, and no header.
 */
public final class CallbackGuard {

    /** Bytes of a callback. */
    static final int LONGEST = 256 * 1024;

    private static final int FORBIDDEN = 403;
    private static final int TOO_LONG = 413;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, CallbackSignature> SCHEMES = Map.of(
            "twilio", new TwilioSignature(),
            "meta", new MetaSignature(),
            "vonage", new VonageSignature(),
            "telegram", new TelegramSignature(),
            "sinch", new SinchSignature(),
            "standard-webhooks", new StandardWebhook(),
            "authorization", new AgreedAuthorization());

    private final ChannelSettings settings;
    private final Clock clock;

    public CallbackGuard(ChannelSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Checks a request and puts its fields into the body; answers 403 and ends the route when it is not the provider's.
     *
     * @param scheme twilio, meta, vonage, telegram, sinch, standard-webhooks or authorization
     * @param channel whose secret it is
     */
    public void admit(String scheme, String channel, Exchange exchange) {
        CallbackSignature signature = SCHEMES.get(scheme);
        if (signature == null) {
            throw new IllegalArgumentException("callbackGuard knows no scheme " + scheme + ": " + SCHEMES.keySet());
        }
        Callback callback = callback(exchange);
        if (callback.body().length > LONGEST) {
            refuse(exchange, TOO_LONG);
        } else if (!signature.holds(callback, setting -> settings.find(channel, setting))) {
            refuse(exchange, FORBIDDEN);
        } else {
            Message message = exchange.getMessage();
            message.removeHeaders("*");
            message.setBody(fields(callback, signature.coversQuery()));
        }
    }

    /**
     * Answers the question by which Meta makes sure that the address is ours: {@code hub.challenge} goes back to who
     * knows the token.
     *
     * @see <a href="https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests">Meta:
     *     Verification requests</a>
     */
    public void subscribe(String channel, Exchange exchange) {
        JsonNode asked = JSON.valueToTree(query(callback(exchange).query()));
        String challenge = asked.path("hub.challenge").asText();
        boolean ours = asked.path("hub.mode").asText().equals("subscribe")
                && challenge.matches("[0-9A-Za-z_-]{1,100}")
                && settings.find(channel, "verify-token")
                        .filter(token ->
                                Macs.same(token, asked.path("hub.verify_token").asText()))
                        .isPresent();
        if (!ours) {
            refuse(exchange, FORBIDDEN);
            return;
        }
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/plain");
        exchange.getMessage().setBody(challenge);
    }

    private Callback callback(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] body = message.getBody(byte[].class);
        // The servlet's, which is as it came.
        String query = message.getHeader(Exchange.HTTP_QUERY, "", String.class);
        return new Callback(
                body == null ? new byte[0] : body,
                query,
                name -> message.getHeader(name, String.class),
                clock.instant());
    }

    private static void refuse(Exchange exchange, int status) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody("");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.setRouteStop(true);
    }

    /** JSON as it is; a form, and the query where it is signed, as an object of texts. What is neither has no fields. */
    private static JsonNode fields(Callback callback, boolean withQuery) {
        try {
            JsonNode json = JSON.readTree(callback.body());
            if (json != null && json.isContainerNode()) {
                return json;
            }
        } catch (JacksonException e) {
            // A form, then.
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory cannot be read", e);
        }
        ObjectNode fields = query(withQuery ? callback.query() : "");
        FormFields.pairs(callback.body()).forEach(pair -> fields.put(pair.getKey(), pair.getValue()));
        return fields;
    }

    private static ObjectNode query(String query) {
        ObjectNode fields = JSON.createObjectNode();
        FormFields.pairs(query).forEach(pair -> fields.put(pair.getKey(), pair.getValue()));
        return fields;
    }
}
