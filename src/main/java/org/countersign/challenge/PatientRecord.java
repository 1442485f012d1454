package org.countersign.challenge;

/**
 * The record that a challenge is given to when records are merged.
 *
 * @param act as the challenge names it; only that of a registration holds the patient's pseudonym
 */
record PatientRecord(String patientKey, String actKey, String act, Recipient recipient) {}
