package org.countersign.platform;

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

    /** Whether the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }
}
