package org.countersign.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The hub as its users have it: the jar in a process of its own, driven from outside. It may be killed and started
 * again on the same data.
 */
public final class HubProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Path home;
    private final Path routes;
    private final Map<String, String> settings = new TreeMap<>();
    private final int httpPort = freePort();
    private final int schedulingPort = freePort();
    private final int pharmacyPort = freePort();
    private Process process;
    private int starts;

    /**
     * @param home a folder for data and logs
     * @param routes the routes folder to run with
     * @param settings more settings, as {@code countersign.audit.server.url}
     */
    public HubProcess(Path home, Path routes, Map<String, String> settings) {
        this.home = home;
        this.routes = routes;
        this.settings.put("server.port", Integer.toString(httpPort));
        this.settings.put("countersign.data", home.resolve("data").toString());
        this.settings.put("countersign.routes", routes.toString());
        this.settings.put("countersign.feeds.scheduling.port", Integer.toString(schedulingPort));
        this.settings.put("countersign.feeds.pharmacy.port", Integer.toString(pharmacyPort));
        this.settings.putAll(settings);
    }

    /** Starts the hub and waits until it is ready. */
    public HubProcess start() {
        launch();
        awaitReady();
        return this;
    }

    /** Starts the hub and does not wait. */
    public void launch() {
        launch(HubJar.command());
    }

    void launch(List<String> java) {
        List<String> command = new ArrayList<>(java);
        settings.forEach((name, value) -> command.add("--" + name + "=" + value));
        starts++;
        try {
            Files.createDirectories(home);
            process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until health says UP. */
    public void awaitReady() {
        Awaitility.await("the hub is ready; see " + log())
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("The hub ended with " + process.exitValue() + "; see " + log());
                    }
                    return isReady();
                });
    }

    /** Ends the hub as a power cut would: SIGKILL to the JVM alone. */
    public void kill() {
        process.destroyForcibly();
        await(STOP_LIMIT);
    }

    /** Ends the hub in order. */
    public void stop() {
        stop(STOP_LIMIT);
    }

    void stop(Duration limit) {
        process.destroy();
        await(limit);
    }

    public String apiKey() {
        try {
            return Files.readString(home.resolve("data/secrets/api-key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    public HttpResponse<String> postJson(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** A request that gets one answer however often it is sent with {@code key}. */
    public HttpResponse<String> postOnce(String path, String json, String key) {
        return send(request(path)
                .headers("Content-Type", "application/json", "Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    public int schedulingPort() {
        return schedulingPort;
    }

    public int pharmacyPort() {
        return pharmacyPort;
    }

    /** All that the hub printed, over all its starts. */
    public Path log() {
        return home.resolve("hub.log");
    }

    public Path data() {
        return home.resolve("data");
    }

    public int starts() {
        return starts;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            stop();
        }
    }

    /** A port that is free now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady() {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri("/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + apiKey());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void await(Duration limit) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("The hub did not end in time; see " + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
