package org.countersign.platform;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import javax.net.ssl.SSLHandshakeException;

/** Why an operation failed, as far as the caller's next move depends on it. */
public enum ErrorCategory {
    /** What was given is wrong and will be wrong again. */
    INVALID_INPUT(false),
    /** The other side understood and said no. */
    REFUSED(false),
    /** The other side, or our own store, cannot be reached now. */
    UNAVAILABLE(true),
    /** No answer came in time; whether the other side acted is unknown. */
    TIMEOUT(true),
    /** A defect of ours. */
    INTERNAL(false);

    private final boolean retryable;

    ErrorCategory(boolean retryable) {
        this.retryable = retryable;
    }

    /**
     * How a request by HTTP failed that got no answer: UNAVAILABLE where there was no connection to make it by, TIMEOUT
     * where the connection broke, since the other side may have acted.
     */
    public static ErrorCategory ofNoAnswer(IOException failure) {
        return switch (failure) {
            case ConnectException ignored -> UNAVAILABLE;
            case HttpConnectTimeoutException ignored -> UNAVAILABLE;
            case UnknownHostException ignored -> UNAVAILABLE;
            case NoRouteToHostException ignored -> UNAVAILABLE;
            case SSLHandshakeException ignored -> UNAVAILABLE;
            default -> TIMEOUT;
        };
    }

    /** Whether the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }
}
