package org.countersign.terms;

/** A channel has no sender id that the country takes: sent all the same, the message would be dropped unseen. */
public final class NoSenderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSenderException(String message) {
        super(message);
    }
}
