package org.countersign.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.smart.LimitedHttp;

/**
 * Makes the one request that a channel's Kamelet describes in its property {@code Request}; the bean
 * {@code providerRequest}. It never repeats one: whether the first was acted on is unknown, and a patient who gets two
 * codes trusts neither. What a provider says of a failure may quote the number, so that only its error code goes on.
 */
public final class ProviderRequest {

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
     * Fills the request and sends it; the answer's JSON is the body then.
     *
     * @param channel whose settings are meant
     * @throws OperationalException UNAVAILABLE, TIMEOUT or REFUSED when the provider did not take it
     */
    public void post(String channel, Exchange exchange) {
        var described = new DescribedRequest(settings, channel, exchange);
        HttpResponse<String> answer = send(http, described.post(clock).build());
        JsonNode reply = Json.read(answer.body());
        if (answer.statusCode() / 100 != 2) {
            throw refused("The provider did not take the message", answer.statusCode(), reply);
        }
        exchange.getMessage().setBody(reply);
    }

    static HttpResponse<String> send(LimitedHttp http, HttpRequest request) {
        try {
            return http.send(request);
        } catch (OperationalException e) {
            boolean late = e.category() == ErrorCategory.TIMEOUT;
            throw new OperationalException(
                    e.category(),
                    late ? "The provider gave no answer, or none in time" : "The provider cannot be reached");
        }
    }

    /** What a status other than 2xx means. */
    static OperationalException refused(String sentence, int status, JsonNode reply) {
        boolean busy = status >= 500 || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT;
        return new OperationalException(
                busy ? ErrorCategory.UNAVAILABLE : ErrorCategory.REFUSED,
                sentence + " (HTTP " + status + Json.errorCode(reply) + ")");
    }
}
