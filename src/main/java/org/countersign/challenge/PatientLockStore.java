package org.countersign.challenge;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Lets one at a time work for a patient, over all hubs of a database. */
public final class PatientLockStore {

    private final JdbcClient jdbc;

    public PatientLockStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Waits until nobody else works for the patient, to the end of the transaction. */
    public void lock(String patientKey) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(hashtextextended(:key, 0))")
                .param("key", patientKey)
                .query(Integer.class)
                .single();
    }
}
