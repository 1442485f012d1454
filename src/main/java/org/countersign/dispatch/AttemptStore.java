package org.countersign.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.challenge.DueStep;
import org.countersign.challenge.Progress;
import org.countersign.platform.ErrorCategory;
import org.countersign.policy.Transport;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was sent for which challenge, and the receipts that came before their send was recorded. */
final class AttemptStore {

    /** Parts these locks from the advisory locks of others. */
    private static final int LOCKS = 0x52435054;

    private final JdbcClient jdbc;

    AttemptStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The send that a provider's reference names. */
    record Sent(UUID challengeId, int step) {}

    void claim(UUID challengeId, DueStep due, Transport transport, String recipientKey, Instant now) {
        jdbc.sql("""
                        insert into attempt
                            (challenge_id, turn, step, transport, recipient_key, claimed_at, progress, updated_at)
                        values (:id, :turn, :step, :transport, :recipient, :now, :progress, :now)
                        """)
                .param("id", challengeId)
                .param("turn", due.turn())
                .param("step", due.step())
                .param("transport", transport.code())
                .param("recipient", recipientKey)
                .param("progress", Progress.SENDING.name())
                .param("now", at(now))
                .update();
    }

    /** A provider that starts over may give a reference a second time: from then on it means the newer send. */
    void accepted(UUID challengeId, int turn, Carried carried, Instant now) {
        jdbc.sql("""
                        update attempt set provider_reference = ''
                        where channel = :channel and provider_reference = :reference and provider_reference <> ''
                        """)
                .param("channel", carried.channel())
                .param("reference", carried.providerReference())
                .update();
        jdbc.sql("""
                        update attempt set channel = :channel, provider_reference = :reference, sender = :sender,
                            price = :price, progress = :progress, updated_at = :now
                        where challenge_id = :id and turn = :turn
                        """)
                .param("channel", carried.channel())
                .param("reference", carried.providerReference())
                .param("sender", carried.sender())
                .param("price", carried.price().orElse(null))
                .param("progress", Progress.ACCEPTED.name())
                .param("now", at(now))
                .param("id", challengeId)
                .param("turn", turn)
                .update();
    }

    /** Channels that earlier sends of the challenge went by, over the same transport, and that did not bring them. */
    List<String> unheard(UUID challengeId, int turn, Transport transport) {
        return jdbc.sql("""
                        select distinct channel from attempt
                        where challenge_id = :id and turn < :turn and transport = :transport and channel <> ''
                            and progress not in (:delivered, :read)
                        """)
                .param("id", challengeId)
                .param("turn", turn)
                .param("transport", transport.code())
                .param("delivered", Progress.DELIVERED.name())
                .param("read", Progress.READ.name())
                .query(String.class)
                .list();
    }

    /** How many other patients open challenges were sent for to the address of this send. */
    int countOthers(UUID challengeId, int turn) {
        return jdbc.sql("""
                        select count(distinct c.patient_key)
                        from attempt mine
                        join challenge me on me.id = mine.challenge_id
                        join attempt a on a.recipient_key = mine.recipient_key
                        join challenge c on c.id = a.challenge_id
                        where mine.challenge_id = :id and mine.turn = :turn
                            and c.state = 'OPEN' and c.patient_key <> me.patient_key
                        """)
                .param("id", challengeId)
                .param("turn", turn)
                .query(Integer.class)
                .single();
    }

    void failed(UUID challengeId, int turn, String channel, ErrorCategory category, Instant now) {
        jdbc.sql("""
                        update attempt set channel = :channel, category = :category,
                            progress = :progress, updated_at = :now
                        where challenge_id = :id and turn = :turn
                        """)
                .param("channel", channel)
                .param("category", category.name())
                .param("progress", Progress.FAILED.name())
                .param("now", at(now))
                .param("id", challengeId)
                .param("turn", turn)
                .update();
    }

    /** Orders a receipt and the record of the send it is for, to the end of the transaction. */
    void lock(String channel, String providerReference) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(:locks, hashtext(:key))")
                .param("locks", LOCKS)
                .param("key", channel + "\n" + providerReference)
                .query(Integer.class)
                .single();
    }

    Optional<Sent> find(String channel, String providerReference) {
        return jdbc.sql("""
                        select challenge_id, step from attempt
                        where channel = :channel and provider_reference = :reference and provider_reference <> ''
                        """)
                .param("channel", channel)
                .param("reference", providerReference)
                .query((row, number) -> new Sent(row.getObject("challenge_id", UUID.class), row.getInt("step")))
                .optional();
    }

    /** Who a send said it was from; empty where the provider chose, or nobody knows the send. */
    String sender(String channel, String providerReference) {
        return jdbc.sql("""
                        select sender from attempt
                        where channel = :channel and provider_reference = :reference and provider_reference <> ''
                        """)
                .param("channel", channel)
                .param("reference", providerReference)
                .query(String.class)
                .optional()
                .orElse("");
    }

    void reached(String channel, String providerReference, Progress progress, Instant now) {
        jdbc.sql("""
                        update attempt set progress = :progress, updated_at = :now
                        where channel = :channel and provider_reference = :reference
                        """)
                .param("progress", progress.name())
                .param("now", at(now))
                .param("channel", channel)
                .param("reference", providerReference)
                .update();
    }

    void keepEarly(String channel, String providerReference, Progress progress, Instant now) {
        jdbc.sql("insert into early_receipt values (:channel, :reference, :progress, :now) on conflict do nothing")
                .param("channel", channel)
                .param("reference", providerReference)
                .param("progress", progress.name())
                .param("now", at(now))
                .update();
    }

    List<Progress> takeEarly(String channel, String providerReference) {
        return jdbc
                .sql("""
                        delete from early_receipt where channel = :channel and provider_reference = :reference
                        returning progress
                        """)
                .param("channel", channel)
                .param("reference", providerReference)
                .query(String.class)
                .list()
                .stream()
                .map(Progress::valueOf)
                .sorted()
                .toList();
    }

    /** Forgets early receipts whose send was never recorded: another system's, or of a hub that died. */
    void dropEarly(Instant before) {
        jdbc.sql("delete from early_receipt where received_at < :before")
                .param("before", at(before))
                .update();
    }

    /** References of sends of still open challenges that were taken {@code silence} ago and not heard of since. */
    List<String> unreported(String channel, Instant now, Duration silence) {
        return jdbc.sql("""
                        select a.provider_reference from attempt a join challenge c on c.id = a.challenge_id
                        where a.channel = :channel and a.progress = :accepted and a.provider_reference <> ''
                            and a.updated_at < :before and c.state = 'OPEN'
                        order by a.updated_at limit 100
                        """)
                .param("channel", channel)
                .param("accepted", Progress.ACCEPTED.name())
                .param("before", at(now.minus(silence)))
                .query(String.class)
                .list();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
