package org.countersign.testing;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * An EHR: HAPI's FHIR R4 JPA server, in a process and on a class path of its own, which {@code src/test/jpa-server/}
 * has. It keeps its records in memory, with their history, and calls its subscribers.
 */
public final class JpaEhr implements AutoCloseable {

    private static final Path PROGRAM = Path.of("src/test/jpa-server").toAbsolutePath();
    /** The first time it is all fetched from the registry. */
    private static final Duration FETCH_LIMIT = Duration.ofMinutes(20);

    private static final Duration START_LIMIT = Duration.ofSeconds(180);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final Path home;
    private final int port = HubProcess.freePort();
    private Process process;

    /** @param home an empty folder for its logs */
    public JpaEhr(Path home) {
        this.home = home;
    }

    /** Starts it and waits until it tells of itself. */
    public JpaEhr start() {
        process = run(
                "ehr",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        classPath(),
                        PROGRAM.resolve("JpaEhr.java").toString(),
                        Integer.toString(port)));
        awaitReady();
        return this;
    }

    /** Base of its API. */
    public String url() {
        return "http://127.0.0.1:" + port + "/fhir";
    }

    /** A client, as the EHR's own applications have one. */
    public IGenericClient client() {
        var factory = new ApacheRestfulClientFactory(FhirContext.forR4Cached());
        factory.setServerValidationMode(ServerValidationModeEnum.NEVER);
        factory.setSocketTimeout(Math.toIntExact(ANSWER_LIMIT.toMillis()));
        return factory.newGenericClient(url());
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private String classPath() {
        Path file = home.resolve("classpath");
        Process maven = run(
                "maven",
                List.of(
                        Path.of("bin/maven").toAbsolutePath().toString(),
                        "-B",
                        "-q",
                        "-f",
                        PROGRAM.resolve("pom.xml").toString(),
                        "dependency:build-classpath",
                        "-Dmdep.outputFile=" + file));
        try {
            if (!maven.waitFor(FETCH_LIMIT.toSeconds(), TimeUnit.SECONDS) || maven.exitValue() != 0) {
                maven.destroyForcibly();
                throw new IllegalStateException("The EHR's class path is not to be had; see " + log("maven"));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitReady() {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        HttpRequest metadata = HttpRequest.newBuilder(URI.create(url() + "/metadata"))
                .timeout(ANSWER_LIMIT)
                .build();
        Awaitility.await("the EHR is ready; see " + log("ehr"))
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("The EHR ended; see " + log("ehr"));
                    }
                    return http.send(metadata, BodyHandlers.discarding()).statusCode() == 200;
                });
    }

    private Process run(String name, List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log(name).toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log(String name) {
        return home.resolve(name + ".log");
    }
}
