package org.countersign.guard;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.countersign.event.ContactConsent;
import org.countersign.event.ContactConsent.Medium;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What patients refused; what they allow has no row. */
final class ContactConsentStore {

    private final JdbcClient jdbc;

    ContactConsentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Drops what {@code consent} takes the place of. */
    void forget(Set<String> patientKeys, ContactConsent consent) {
        jdbc.sql("""
                        delete from contact_refusal
                        where patient_key = any(:keys) and source = :source and medium = :medium
                        """)
                .param("keys", patientKeys.toArray(String[]::new))
                .param("source", consent.source())
                .param("medium", consent.medium().name())
                .update();
    }

    void keep(String patientKey, ContactConsent refusal, Instant now) {
        jdbc.sql("insert into contact_refusal values (:key, :source, :medium, :until, :now)")
                .param("key", patientKey)
                .param("source", refusal.source())
                .param("medium", refusal.medium().name())
                .param("until", refusal.until().map(Timestamp::from).orElse(null))
                .param("now", Timestamp.from(now))
                .update();
    }

    List<ContactConsent> list(Set<String> patientKeys) {
        return jdbc.sql("""
                        select source, medium, until from contact_refusal where patient_key = any(:keys)
                        order by source, medium
                        """)
                .param("keys", patientKeys.toArray(String[]::new))
                .query((row, number) -> new ContactConsent(
                        row.getString("source"),
                        Medium.valueOf(row.getString("medium")),
                        true,
                        Optional.ofNullable(row.getTimestamp("until")).map(Timestamp::toInstant)))
                .list();
    }

    /** Gives a record what those that it took in had; where both had something of one source, its own stays. */
    void move(Set<String> patientKeys, String into) {
        String[] keys = patientKeys.stream().filter(key -> !key.equals(into)).toArray(String[]::new);
        jdbc.sql("""
                        insert into contact_refusal
                        select :into, source, medium, until, told_at from contact_refusal where patient_key = any(:keys)
                        on conflict do nothing
                        """).param("into", into).param("keys", keys).update();
        jdbc.sql("delete from contact_refusal where patient_key = any(:keys)")
                .param("keys", keys)
                .update();
    }
}
