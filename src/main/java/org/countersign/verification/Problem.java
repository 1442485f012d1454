package org.countersign.verification;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * What is wrong with a request, and where. Never repeats what the request held: it may be a code.
 *
 * @param detail a sentence
 * @param where the part of the request that is wrong
 * @param retryAfter when the same request may succeed
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public record Problem(ProblemKind kind, String detail, Optional<Where> where, Optional<Duration> retryAfter) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A problem of the request as a whole. */
    public static Problem of(ProblemKind kind, String detail) {
        return new Problem(kind, detail, Optional.empty(), Optional.empty());
    }

    /** A problem that passes. */
    static Problem passing(ProblemKind kind, String detail, Duration retryAfter) {
        return new Problem(kind, detail, Optional.empty(), Optional.of(retryAfter));
    }

    /** A problem of one part of the request. */
    public static Problem invalid(Where where, String detail) {
        return new Problem(ProblemKind.INVALID_REQUEST, detail, Optional.of(where), Optional.empty());
    }

    /** A part of a request: {@code kind} is pointer (RFC 6901, into the body), parameter or header. */
    public record Where(String kind, String name) {

        public static Where pointer(String pointer) {
            return new Where("pointer", pointer);
        }

        public static Where parameter(String name) {
            return new Where("parameter", name);
        }

        public static Where header(String name) {
            return new Where("header", name);
        }
    }

    /** To be thrown: whatever is asked under {@code /v1/} is then answered with this problem. */
    public ProblemException exception() {
        return new ProblemException(this);
    }

    /** Answers with this problem as {@code application/problem+json}. */
    public void writeTo(HttpServletResponse response) throws IOException {
        response.setStatus(kind.status().value());
        retryAfter.ifPresent(
                wait -> response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, ceilSeconds(wait)))));
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(JSON.writeValueAsBytes(members()));
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", kind.type());
        members.put("title", kind.title());
        members.put("status", kind.status().value());
        members.put("detail", detail);
        where.ifPresent(part -> members.put("errors", List.of(Map.of(part.kind(), part.name()))));
        return members;
    }

    private static long ceilSeconds(Duration wait) {
        return wait.plusNanos(999_999_999).toSeconds();
    }
}
