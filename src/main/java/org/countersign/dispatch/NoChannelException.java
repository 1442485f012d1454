package org.countersign.dispatch;

/** The router has no channel for a message: none is configured for its transport, or no branch matched. */
public final class NoChannelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NoChannelException(String message) {
        super(message);
    }
}
