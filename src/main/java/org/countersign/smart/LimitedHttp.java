package org.countersign.smart;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;

/** HTTP with an end: a whole exchange has a time and an answer a length. Follows no redirects. Thread-safe. */
public final class LimitedHttp implements AutoCloseable {

    private final HttpClient http;
    private final Duration limit;
    private final long longest;

    /**
     * @param limit of a whole exchange, connecting included
     * @param longest bytes of an answer
     */
    public LimitedHttp(Duration connectTimeout, Duration limit, long longest) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.limit = limit;
        this.longest = longest;
    }

    /** @throws OperationalException UNAVAILABLE when there is no connection, TIMEOUT when no whole answer came */
    public HttpResponse<String> send(HttpRequest request) {
        CompletableFuture<HttpResponse<String>> pending =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), longest));
        try {
            return pending.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new OperationalException(ErrorCategory.TIMEOUT, "no answer in time");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException broken) {
                throw new OperationalException(ErrorCategory.ofNoAnswer(broken), "no answer", broken);
            }
            throw new IllegalStateException("A request could not be made", e.getCause());
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new OperationalException(ErrorCategory.TIMEOUT, "broken off");
        }
    }

    /** Breaks off what is on its way. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
