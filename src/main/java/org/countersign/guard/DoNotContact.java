package org.countersign.guard;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.countersign.audit.AuditFact;
import org.countersign.audit.AuditKind;
import org.countersign.audit.AuditOutcome;
import org.countersign.audit.AuditTrail;
import org.countersign.event.Telecom;
import org.countersign.platform.Pseudonyms;
import org.countersign.platform.Sensitive;
import org.countersign.platform.WakeUps;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Addresses that nobody is written to at: for no challenge, of no patient, whatever a policy says. Kept as pseudonyms. A
 * number that is listed stands for each of its extensions, too. The bean {@code doNotContact} of {@code routes/receipts/}.
 * What changes the list is told to the trail in the same commit; what changes nothing is not.
 */
public final class DoNotContact {

    /** Source of what people replied themselves. */
    private static final String REPLY = "reply";

    private final DoNotContactStore store;
    private final Pseudonyms pseudonyms;
    private final AuditTrail trail;
    private final TransactionOperations transactions;
    private final WakeUps wakeUps;
    private final Clock clock;

    DoNotContact(
            DoNotContactStore store,
            Pseudonyms pseudonyms,
            AuditTrail trail,
            TransactionOperations transactions,
            WakeUps wakeUps,
            Clock clock) {
        this.store = store;
        this.pseudonyms = pseudonyms;
        this.trail = trail;
        this.transactions = transactions;
        this.wakeUps = wakeUps;
        this.clock = clock;
    }

    /**
     * Lists an address; again is no error.
     *
     * @param address E.164 number or e-mail address
     * @param client of the API, who wants it
     */
    public void list(Sensitive<String> address, String client) {
        String key = key(address);
        Instant now = clock.instant();
        change(() -> store.put(key, client, now), AuditKind.CONTACT_BARRED, now, byClient(key, client));
    }

    /**
     * Takes an address off the list; one that is not on it is no error.
     *
     * @param client of the API, who wants it
     */
    public void unlist(Sensitive<String> address, String client) {
        String key = key(address);
        change(() -> store.remove(key), AuditKind.CONTACT_ALLOWED, clock.instant(), byClient(key, client));
    }

    /**
     * The owner of a number replied that they want no more; a route calls it.
     *
     * @param number E.164, as the provider vouches for it
     * @param channel that the reply came by
     */
    public void stop(String number, String channel) {
        String key = key(Sensitive.of(number));
        Instant now = clock.instant();
        change(() -> store.put(key, REPLY, now), AuditKind.CONTACT_BARRED, now, byReply(key, channel));
    }

    /**
     * The owner of a number wants messages again: takes back their own word, and nobody else's.
     *
     * @param number E.164, as the provider vouches for it
     * @param channel that the reply came by
     */
    public void start(String number, String channel) {
        String key = key(Sensitive.of(number));
        change(() -> store.remove(key, REPLY), AuditKind.CONTACT_ALLOWED, clock.instant(), byReply(key, channel));
    }

    /** Whether {@code address}, or the number that it is an extension of, is on the list. */
    public boolean isListed(Sensitive<String> address) {
        return store.hasAny(key(address), key(Telecom.withoutExtension(address)));
    }

    private void change(BooleanSupplier work, AuditKind kind, Instant at, Map<String, String> details) {
        boolean changed = Boolean.TRUE.equals(transactions.execute(status -> {
            if (!work.getAsBoolean()) {
                return false;
            }
            trail.append(new AuditFact(
                    kind, AuditOutcome.SUCCESS, at, Optional.empty(), OptionalLong.empty(), Optional.empty(), details));
            return true;
        }));
        if (changed) {
            wakeUps.outcomes();
        }
    }

    private static Map<String, String> byClient(String key, String client) {
        return Map.of("asked", "client", "client", client, "channel", "api", "recipient", key);
    }

    private static Map<String, String> byReply(String key, String channel) {
        return Map.of("asked", REPLY, "channel", channel, "recipient", key);
    }

    private String key(Sensitive<String> address) {
        return pseudonyms.recipient(address.reveal());
    }
}
