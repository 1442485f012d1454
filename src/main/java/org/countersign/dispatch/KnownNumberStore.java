package org.countersign.dispatch;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds when a person last proved that an address is theirs, among the challenges that the hub still keeps. */
final class KnownNumberStore {

    private final JdbcClient jdbc;

    KnownNumberStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * When a code came back that had gone to this address and to no other.
     *
     * @param patientKey pseudonym of the person
     * @param recipientKey pseudonym of the address
     */
    Optional<Instant> lastVerified(String patientKey, String recipientKey) {
        return jdbc.sql("""
                        select c.closed_at from challenge c
                        where c.patient_key = :patient and c.state = 'VERIFIED'
                            and exists (select 1 from attempt a where a.challenge_id = c.id
                                and a.recipient_key = :recipient and a.progress <> 'FAILED')
                            and not exists (select 1 from attempt a where a.challenge_id = c.id
                                and a.recipient_key <> :recipient and a.progress <> 'FAILED')
                        order by c.closed_at desc limit 1
                        """)
                .param("patient", patientKey)
                .param("recipient", recipientKey)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }
}
