package org.countersign.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** The browser of a phone, on a page of the portal. It keeps the hub's cookie, and reaches the hub under its public URL. */
public final class MobileBrowser {

    public static final String HUB = "https://hub.example";
    public static final String PORTAL = "https://portal.example";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final int port;
    private Optional<String> cookie = Optional.empty();

    public MobileBrowser(int port) {
        this.port = port;
    }

    /** Opens an address on the page of the portal. */
    public HttpResponse<String> leave(String link) {
        return get(link, "Referer", PORTAL + "/sign-in");
    }

    /** All of the way: to the operator, back to the hub, and on; gives where it ended. */
    public String open(String link) {
        return comeBack(atOperator(leave(link))).uri().toString();
    }

    /** Where the operator sends the phone. */
    public String atOperator(HttpResponse<String> left) {
        return location(get(location(left)));
    }

    /** Comes back from the operator, and goes on. */
    public HttpResponse<String> comeBack(String callback) {
        HttpResponse<String> answer = get(callback);
        String next = location(answer);
        return next.startsWith(HUB) ? get(next) : answer;
    }

    public static String location(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new IllegalStateException("HTTP " + answer.statusCode() + " leads nowhere"));
    }

    public HttpResponse<String> get(String url, String... headers) {
        return send("GET", url, headers);
    }

    public HttpResponse<String> send(String method, String url, String... headers) {
        boolean atHub = url.startsWith(HUB);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(atHub ? url.replace(HUB, "http://127.0.0.1:" + port) : url))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (atHub) {
            cookie.ifPresent(kept -> request.header("Cookie", kept));
        }
        HttpResponse<String> answer = send(request.build());
        if (atHub) {
            answer.headers()
                    .firstValue("Set-Cookie")
                    .map(set -> set.replaceFirst(";.*", ""))
                    .ifPresent(set -> cookie = Optional.of(set));
        }
        return answer;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
