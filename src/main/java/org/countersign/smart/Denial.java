package org.countersign.smart;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;

/**
 * Why a caller of {@code /fhir} is turned away, by RFC 6750 §3 in a header and as OperationOutcome in the body.
 *
 * @param issue FHIR R4 issue-type
 * @param challenge value of WWW-Authenticate; empty where it is not about the caller
 */
public record Denial(int status, String issue, String sentence, String challenge) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Nobody said who it is. */
    public static Denial nameless() {
        return new Denial(401, "login", "Send the header Authorization: Bearer TOKEN", "Bearer");
    }

    /** The token is not good. */
    public static Denial invalidToken(String reason) {
        return new Denial(
                401, "login", reason, "Bearer error=\"invalid_token\", error_description=\"" + quotable(reason) + "\"");
    }

    /** The token does not reach as far. */
    public static Denial insufficientScope(String scope) {
        return new Denial(
                403,
                "forbidden",
                "The token needs the scope " + scope,
                "Bearer error=\"insufficient_scope\", scope=\"" + quotable(scope) + "\"");
    }

    /** It cannot be said now. */
    public static Denial later(String reason) {
        return new Denial(503, "transient", reason, "");
    }

    /** Answers with it. */
    public void writeTo(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        if (!challenge.isEmpty()) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
        }
        response.setContentType("application/fhir+json;charset=UTF-8");
        response.getOutputStream()
                .write(JSON.writeValueAsBytes(Map.of(
                        "resourceType",
                        "OperationOutcome",
                        "issue",
                        List.of(Map.of("severity", "error", "code", issue, "diagnostics", sentence)))));
    }

    /** What RFC 6750 §3 lets stand between quotes. */
    private static String quotable(String text) {
        return text.replaceAll("[^ !#-\\[\\]-~]", "'");
    }
}
