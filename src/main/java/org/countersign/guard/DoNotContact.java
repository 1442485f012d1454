package org.countersign.guard;

import java.time.Clock;
import org.countersign.event.Telecom;
import org.countersign.platform.Pseudonyms;
import org.countersign.platform.Sensitive;

/**
 * Addresses that nobody is written to at: for no challenge, of no patient, whatever a policy says. Kept as pseudonyms. A
 * number that is listed stands for each of its extensions, too. The bean {@code doNotContact} of {@code routes/receipts/}.
 */
public final class DoNotContact {

    /** Source of what people replied themselves. */
    private static final String REPLY = "reply";

    private final DoNotContactStore store;
    private final Pseudonyms pseudonyms;
    private final Clock clock;

    DoNotContact(DoNotContactStore store, Pseudonyms pseudonyms, Clock clock) {
        this.store = store;
        this.pseudonyms = pseudonyms;
        this.clock = clock;
    }

    /**
     * Lists an address; again is no error.
     *
     * @param address E.164 number or e-mail address
     * @param source who wants it: a client of the API
     */
    public void list(Sensitive<String> address, String source) {
        store.put(key(address), source, clock.instant());
    }

    /** Takes an address off the list; one that is not on it is no error. */
    public void unlist(Sensitive<String> address) {
        store.remove(key(address));
    }

    /**
     * The owner of a number replied that they want no more; a route calls it.
     *
     * @param number E.164, as the provider vouches for it
     */
    public void stop(String number) {
        list(Sensitive.of(number), REPLY);
    }

    /** The owner of a number wants messages again: takes back their own word, and nobody else's. */
    public void start(String number) {
        store.remove(key(Sensitive.of(number)), REPLY);
    }

    /** Whether {@code address}, or the number that it is an extension of, is on the list. */
    public boolean isListed(Sensitive<String> address) {
        return store.hasAny(key(address), key(Telecom.withoutExtension(address)));
    }

    private String key(Sensitive<String> address) {
        return pseudonyms.recipient(address.reveal());
    }
}
