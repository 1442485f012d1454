package org.countersign.channel;

import com.twilio.exception.ApiException;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;

/**
 * Makes one HTTP request where it is asked for one. Twilio's own client repeats a POST that failed, and so does the HTTP
 * client under it, by which a patient may get the same message three times.
 */
final class SinglePostClient extends NetworkHttpClient {

    private static final int CONNECT_SECONDS = 5;
    private static final int ANSWER_SECONDS = 15;
    private static final int CONNECTIONS = 50;

    private final String base;

    private SinglePostClient(URI base) {
        super(http());
        this.base = base.toString().replaceAll("/+$", "");
    }

    /** A client of the account; it can be made before the account is known. */
    static TwilioRestClient connect(TwilioSettings settings) {
        return new TwilioRestClient.Builder(settings.accountSid(), settings.authToken())
                .accountSid(settings.accountSid())
                .httpClient(new SinglePostClient(settings.url()))
                .build();
    }

    @Override
    public Response reliableRequest(Request request) {
        return makeRequest(request);
    }

    @Override
    public Response reliableRequest(Request request, int[] retryCodes, int retries, long delayMillis) {
        return makeRequest(request);
    }

    @Override
    public Response makeRequest(Request request) {
        try {
            return super.makeRequest(atBase(request));
        } catch (ApiException e) {
            if (e.getCause() instanceof IOException broken
                    && ErrorCategory.ofNoAnswer(broken) == ErrorCategory.TIMEOUT) {
                throw new OperationalException(ErrorCategory.TIMEOUT, "Twilio gave no answer, or none in time");
            }
            throw e;
        }
    }

    /** The same request at our base URL: the library knows no setting for it. */
    private Request atBase(Request request) {
        URI asked = URI.create(request.getUrl());
        var moved = new Request(request.getMethod(), base + asked.getRawPath());
        request.getQueryParams().forEach((name, values) -> values.forEach(value -> moved.addQueryParam(name, value)));
        request.getPostParams().forEach((name, values) -> values.forEach(value -> moved.addPostParam(name, value)));
        request.getHeaderParams().forEach((name, values) -> values.forEach(value -> moved.addHeaderParam(name, value)));
        moved.setContentType(request.getContentType());
        moved.setUserAgentExtensions(request.getUserAgentExtensions());
        if (request.requiresAuthentication()) {
            moved.setAuth(request.getUsername(), request.getPassword());
        }
        return moved;
    }

    private static HttpClientBuilder http() {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                        .setSocketTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                        .build())
                .build();
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                        .setResponseTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling();
    }
}
