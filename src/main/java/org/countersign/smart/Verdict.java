package org.countersign.smart;

/** What there is to say of an access token. */
public sealed interface Verdict {

    /**
     * It is good.
     *
     * @param client whom it was issued to
     */
    record Granted(String client, Scopes scopes) implements Verdict {}

    /** It is not. */
    record Refused(String reason) implements Verdict {}

    /** It cannot be said now. */
    record Unknown(String reason) implements Verdict {}
}
