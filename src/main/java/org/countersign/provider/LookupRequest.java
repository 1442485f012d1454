package org.countersign.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;
import org.countersign.smart.Authorization;
import org.countersign.smart.LimitedHttp;

/**
 * Asks the one question that a lookup's Kamelet describes in its property {@code Request}; the bean
 * {@code lookupRequest}. Besides what a channel's request may have, {@code token} ({@code endpoint}, {@code client},
 * {@code scope}) says where the hub gets an access token for it, and {@code unknown} which error codes say that the
 * number is not one that the provider knows.
 */
public final class LookupRequest {

    private static final int UNAUTHORIZED = 401;

    private final ChannelSettings settings;
    private final LimitedHttp http;
    private final AccessTokenBook tokens;
    private final Clock clock;

    public LookupRequest(ChannelSettings settings, LimitedHttp http, AccessTokenBook tokens, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * Asks with GET; the answer's JSON is the body then. Where the number is unknown the header Unknown says by which
     * status and code, and the route ends.
     *
     * @param lookup whose settings are meant
     * @throws OperationalException UNAVAILABLE, TIMEOUT or REFUSED when there is no answer
     */
    public void get(String lookup, Exchange exchange) {
        var described = new DescribedRequest(settings, lookup, exchange);
        ask(described, described::get, lookup, exchange);
    }

    /** Asks with POST, and else as {@link #get}. */
    public void post(String lookup, Exchange exchange) {
        var described = new DescribedRequest(settings, lookup, exchange);
        ask(described, () -> described.post(clock), lookup, exchange);
    }

    private void ask(
            DescribedRequest described, Supplier<HttpRequest.Builder> request, String lookup, Exchange exchange) {
        HttpResponse<String> answer = described.member("token").isObject()
                ? authorized(request, tokens.authorization(settings.key(lookup, "token-endpoint"), described))
                : ProviderRequest.send(http, request.get().build());
        int status = answer.statusCode();
        JsonNode reply = Json.read(answer.body());
        if (status / 100 == 4 && isUnknown(described, reply)) {
            exchange.getMessage().setHeader("Unknown", "HTTP " + status + Json.errorCode(reply));
            exchange.setRouteStop(true);
        } else if (status / 100 != 2) {
            throw ProviderRequest.refused("The provider gave no answer", status, reply);
        } else if (!reply.isContainerNode()) {
            throw new OperationalException(ErrorCategory.UNAVAILABLE, "The provider's answer is no JSON");
        } else {
            exchange.getMessage().setBody(reply);
        }
    }

    /** A question may be asked twice: a token that the server took back in its time is given up for another. */
    private HttpResponse<String> authorized(Supplier<HttpRequest.Builder> request, Authorization authorization) {
        Optional<Sensitive<String>> header = authorization.header();
        HttpResponse<String> answer = send(request.get(), header);
        boolean again = answer.statusCode() == UNAUTHORIZED
                && header.filter(authorization::renew).isPresent();
        return again ? send(request.get(), authorization.header()) : answer;
    }

    private HttpResponse<String> send(HttpRequest.Builder request, Optional<Sensitive<String>> header) {
        header.ifPresent(value -> request.setHeader("Authorization", value.reveal()));
        return ProviderRequest.send(http, request.build());
    }

    private static boolean isUnknown(DescribedRequest described, JsonNode reply) {
        Optional<String> code = Json.findErrorCode(reply);
        return StreamSupport.stream(described.member("unknown").spliterator(), false)
                .map(JsonNode::asText)
                .anyMatch(code.stream().toList()::contains);
    }
}
