package org.countersign.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.countersign.fhir.BatchAnswer.Answered;
import org.countersign.fhir.BatchAnswer.Refused;
import org.countersign.fhir.BatchAnswer.Unanswered;
import org.countersign.fhir.BatchAnswer.Unauthorized;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;
import org.countersign.smart.LimitedHttp;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;

/** Reads from and writes to one FHIR R4 server. Never throws for what the server or the network does. Thread-safe. */
public final class FhirClient implements AutoCloseable {

    private static final String JSON = "application/fhir+json";
    private static final int UNAUTHORIZED = 401;
    private static final long MAX_ANSWER_BYTES = 10L * 1024 * 1024;

    private final FhirContext context;
    private final FhirServerAddress server;
    private final LimitedHttp http;

    public FhirClient(FhirContext context, FhirServerAddress server) {
        this.context = context;
        this.server = server;
        this.http = new LimitedHttp(server.connectTimeout(), server.responseTimeout(), MAX_ANSWER_BYTES);
    }

    /** Posts a Bundle of type batch to the base. */
    public BatchAnswer batch(Bundle batch) {
        return written(
                "POST",
                "",
                batch,
                Map.of(),
                answer -> perEntry(answer, batch.getEntry().size()));
    }

    /** Puts one resource at its id; the answer has one entry, whatever the status. */
    public BatchAnswer put(Resource resource) {
        return written("PUT", path(resource), resource, Map.of(), this::oneEntry);
    }

    /**
     * Puts one resource at its id, if the server still has {@code version} of it; the answer has one entry, whatever the
     * status, which is 412 where it has another.
     */
    public BatchAnswer update(Resource resource, String version) {
        Map<String, String> match = Map.of("If-Match", "W/\"" + version + "\"");
        return written("PUT", path(resource), resource, match, this::oneEntry);
    }

    /**
     * Reads the resource at {@code path}, as {@code Appointment/4711}, or the results of a search, as they are now: HAPI's
     * JPA server would give those that the same search had a minute ago (RFC 9111 §5.2.1.4).
     */
    public ResourceAnswer read(String path) {
        return exchange(
                request("GET", path, BodyPublishers.noBody(), Map.of("Cache-Control", "no-cache")),
                this::found,
                ResourceAnswer.Unanswered::new,
                ResourceAnswer.Unauthorized::new,
                true);
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
        http.close();
    }

    private static String path(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }

    private BatchAnswer written(
            String method,
            String path,
            Resource body,
            Map<String, String> headers,
            Function<HttpResponse<String>, BatchAnswer> reading) {
        BodyPublisher json =
                BodyPublishers.ofString(context.newJsonParser().encodeResourceToString(body), StandardCharsets.UTF_8);
        return exchange(request(method, path, json, headers), reading, Unanswered::new, Unauthorized::new, true);
    }

    /** A token may end before its time: where the server does not take it, one more try has another. */
    private <T> T exchange(
            HttpRequest.Builder request,
            Function<HttpResponse<String>, T> reading,
            Function<ErrorCategory, T> unanswered,
            BiFunction<ErrorCategory, String, T> unauthorized,
            boolean oncemore) {
        Optional<Sensitive<String>> header;
        try {
            header = server.authorization().header();
        } catch (OperationalException e) {
            return unauthorized.apply(e.category(), String.valueOf(e.getMessage()));
        }
        HttpResponse<String> answer;
        try {
            header.ifPresent(value -> request.setHeader("Authorization", value.reveal()));
            answer = http.send(request.build());
        } catch (OperationalException e) {
            return unanswered.apply(e.category());
        }
        boolean renewed = oncemore
                && answer.statusCode() == UNAUTHORIZED
                && header.filter(server.authorization()::renew).isPresent();
        return renewed ? exchange(request, reading, unanswered, unauthorized, false) : reading.apply(answer);
    }

    private HttpRequest.Builder request(String method, String path, BodyPublisher body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.at(path))
                .method(method, body)
                .header("Content-Type", JSON + ";charset=UTF-8")
                .header("Accept", JSON)
                .header("Prefer", "return=minimal");
        headers.forEach(request::header);
        return request;
    }

    private ResourceAnswer found(HttpResponse<String> answer) {
        if (answer.statusCode() == 404 || answer.statusCode() == 410) {
            return new ResourceAnswer.Absent(answer.statusCode());
        }
        if (!isSuccess(answer.statusCode())) {
            return new ResourceAnswer.Refused(answer.statusCode());
        }
        try {
            Resource resource = (Resource) context.newJsonParser().parseResource(answer.body());
            String version = resource.getMeta().hasVersionId()
                    ? resource.getMeta().getVersionId()
                    : answer.headers()
                            .firstValue("ETag")
                            .map(FhirClient::version)
                            .orElse("");
            return new ResourceAnswer.Found(resource, version);
        } catch (DataFormatException | ClassCastException notFhir) {
            return new ResourceAnswer.Unanswered(ErrorCategory.UNAVAILABLE);
        }
    }

    /** Of {@code W/"3"}. */
    private static String version(String etag) {
        return etag.replaceFirst("^W/", "").replace("\"", "");
    }

    private BatchAnswer oneEntry(HttpResponse<String> answer) {
        return new Answered(List.of(single(answer)));
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
}
