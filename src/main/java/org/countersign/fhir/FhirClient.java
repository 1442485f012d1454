package org.countersign.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.countersign.fhir.BatchAnswer.Answered;
import org.countersign.fhir.BatchAnswer.Refused;
import org.countersign.fhir.BatchAnswer.Unanswered;
import org.countersign.platform.ErrorCategory;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;

/** Reads from and writes to one FHIR R4 server. Never throws for what the server or the network does. Thread-safe. */
public final class FhirClient implements AutoCloseable {

    private static final String JSON = "application/fhir+json";
    private static final long MAX_ANSWER_BYTES = 10L * 1024 * 1024;

    private final FhirContext context;
    private final FhirServerAddress server;
    private final HttpClient http;

    public FhirClient(FhirContext context, FhirServerAddress server) {
        this.context = context;
        this.server = server;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(server.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Posts a Bundle of type batch to the base. */
    public BatchAnswer batch(Bundle batch) {
        return exchange(
                "POST", "", batch, answer -> perEntry(answer, batch.getEntry().size()));
    }

    /** Puts one resource at its id; the answer has one entry, whatever the status. */
    public BatchAnswer put(Resource resource) {
        String path = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
        return exchange("PUT", path, resource, answer -> new Answered(List.of(single(answer))));
    }

    /** Gets what is at {@code path} below the base: {@code Patient/12}, or a search. */
    public ReadAnswer read(String path) {
        return switch (send(request(path).GET().build())) {
            case Sent.Got got -> readAnswer(got.response());
            case Sent.Nothing nothing -> new ReadAnswer.Unanswered(nothing.category());
        };
    }

    /** Whether {@code url} is this server's base. */
    public boolean isAt(String url) {
        return server.at("").toString().equals(url.replaceFirst("/+$", ""));
    }

    /** Whether {@code url} is below this server's base; then what follows the base, without a slash. */
    public Optional<String> below(String url) {
        String folder = server.at("") + "/";
        return url.startsWith(folder) ? Optional.of(url.substring(folder.length())) : Optional.empty();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private BatchAnswer exchange(String method, String path, Resource body, Reading reading) {
        HttpRequest request = request(path)
                .method(
                        method,
                        BodyPublishers.ofString(
                                context.newJsonParser().encodeResourceToString(body), StandardCharsets.UTF_8))
                .header("Content-Type", JSON + ";charset=UTF-8")
                .header("Prefer", "return=minimal")
                .build();
        return switch (send(request)) {
            case Sent.Got got -> reading.read(got.response());
            case Sent.Nothing nothing -> new Unanswered(nothing.category());
        };
    }

    private Sent send(HttpRequest request) {
        CompletableFuture<HttpResponse<String>> pending = http.sendAsync(
                request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_ANSWER_BYTES));
        try {
            return new Sent.Got(pending.get(server.responseTimeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            pending.cancel(true);
            return new Sent.Nothing(ErrorCategory.TIMEOUT);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException) {
                return new Sent.Nothing(ErrorCategory.UNAVAILABLE);
            }
            throw new IllegalStateException("A request to a FHIR server could not be made", e.getCause());
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            return new Sent.Nothing(ErrorCategory.TIMEOUT);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.at(path)).header("Accept", JSON);
        server.authorization().ifPresent(value -> request.header("Authorization", value.reveal()));
        return request;
    }

    private ReadAnswer readAnswer(HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status == 404 || status == 410) {
            return new ReadAnswer.Absent();
        }
        if (!isSuccess(status)) {
            return new ReadAnswer.Refused(status);
        }
        try {
            return new ReadAnswer.Found((Resource) context.newJsonParser().parseResource(answer.body()));
        } catch (DataFormatException | ClassCastException notFhir) {
            return new ReadAnswer.Unanswered(ErrorCategory.UNAVAILABLE);
        }
    }

    private BatchAnswer perEntry(HttpResponse<String> answer, int expected) {
        if (!isSuccess(answer.statusCode())) {
            return new Refused(answer.statusCode());
        }
        try {
            List<BatchAnswer.Entry> entries =
                    context.newJsonParser().parseResource(Bundle.class, answer.body()).getEntry().stream()
                            .map(entry -> entry(entry.getResponse()))
                            .toList();
            return entries.size() == expected ? new Answered(entries) : new Unanswered(ErrorCategory.UNAVAILABLE);
        } catch (DataFormatException | ClassCastException notABundle) {
            return new Unanswered(ErrorCategory.UNAVAILABLE);
        }
    }

    private BatchAnswer.Entry single(HttpResponse<String> answer) {
        if (isSuccess(answer.statusCode())) {
            return new BatchAnswer.Entry(answer.statusCode(), List.of());
        }
        try {
            return new BatchAnswer.Entry(
                    answer.statusCode(), issues(context.newJsonParser().parseResource(answer.body())));
        } catch (DataFormatException notFhir) {
            return new BatchAnswer.Entry(answer.statusCode(), List.of());
        }
    }

    /** Bundle.entry.response.status is the status code with or without words behind it; without one it counts as 500. */
    private static BatchAnswer.Entry entry(BundleEntryResponseComponent response) {
        String status = response.hasStatus() ? response.getStatus().strip() : "";
        boolean isCode = status.length() >= 3 && status.substring(0, 3).chars().allMatch(c -> c >= '0' && c <= '9');
        return new BatchAnswer.Entry(
                isCode ? Integer.parseInt(status.substring(0, 3)) : 500,
                response.hasOutcome() ? issues(response.getOutcome()) : List.of());
    }

    private static List<String> issues(IBaseResource resource) {
        return resource instanceof OperationOutcome outcome
                ? outcome.getIssue().stream()
                        .filter(OperationOutcome.OperationOutcomeIssueComponent::hasCode)
                        .map(issue -> issue.getCode().toCode())
                        .distinct()
                        .toList()
                : List.of();
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private sealed interface Sent {
        record Got(HttpResponse<String> response) implements Sent {}

        record Nothing(ErrorCategory category) implements Sent {}
    }

    private interface Reading {
        BatchAnswer read(HttpResponse<String> answer);
    }
}
