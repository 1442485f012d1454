package org.countersign.callback;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request to the hub, not yet believed. Its {@code toString} shows nothing: receipts quote numbers and texts. */
final class Callback {

    private final byte[] body;
    private final String query;
    private final Function<String, @Nullable String> headers;
    private final Instant at;

    /**
     * @param body the bytes as they came
     * @param query the part of the URL after the question mark, as it came; empty for none
     * @param headers a header's value by its name
     * @param at when it came
     */
    Callback(byte[] body, String query, Function<String, @Nullable String> headers, Instant at) {
        this.body = body.clone();
        this.query = query;
        this.headers = headers;
        this.at = at;
    }

    byte[] body() {
        return body.clone();
    }

    String query() {
        return query;
    }

    Instant at() {
        return at;
    }

    /** The header, when it was sent. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.apply(name));
    }
}
