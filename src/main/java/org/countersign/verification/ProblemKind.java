package org.countersign.verification;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The kinds of problem that a caller may have to tell apart. */
public enum ProblemKind {
    INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request is not understood"),
    UNAUTHORIZED(HttpStatus.UNAUTHORIZED, "An API key is needed"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "This key does not allow it"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such thing"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not for this address"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The answer is JSON"),
    CLOSED(HttpStatus.CONFLICT, "The verification is closed"),
    CONFLICT(HttpStatus.CONFLICT, "It is not in a state for this"),
    GONE(HttpStatus.GONE, "It is not kept any more"),
    KEY_REUSED(HttpStatus.UNPROCESSABLE_ENTITY, "The idempotency key was used before"),
    TOO_LARGE(HttpStatus.PAYLOAD_TOO_LARGE, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body is of another kind"),
    TOO_EARLY(HttpStatus.TOO_MANY_REQUESTS, "It is too early"),
    TOO_MANY(HttpStatus.TOO_MANY_REQUESTS, "There are too many requests"),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "The hub failed"),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The hub cannot do it now");

    private final HttpStatus status;
    private final String title;

    ProblemKind(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    HttpStatus status() {
        return status;
    }

    String title() {
        return title;
    }

    /** URI of the kind, for programs to compare. */
    String type() {
        return "urn:countersign:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
