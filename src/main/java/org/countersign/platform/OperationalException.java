package org.countersign.platform;

import org.jspecify.annotations.Nullable;

/** A failure of the surroundings, not of the code: it says what and where, and never carries a patient's data. */
public final class OperationalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCategory category;

    public OperationalException(ErrorCategory category, String message) {
        this(category, message, null);
    }

    public OperationalException(ErrorCategory category, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.category = category;
    }

    /** Decides what the caller does next. */
    public ErrorCategory category() {
        return category;
    }
}
