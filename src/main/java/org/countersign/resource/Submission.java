package org.countersign.resource;

import java.util.Optional;

/**
 * One resource that was taken in, as it is to be stored.
 *
 * @param type resource type, as {@code Appointment}
 * @param id {@code Appointment/12}
 * @param version {@code Appointment/12/_history/3}, by which a repetition is known; empty where its server tells none
 * @param patient what stands for the patient in keeping the order; empty where there is none
 * @param document FHIR R4 JSON: the resource, or a Bundle of type collection that begins with it
 * @param own whether the hub itself wrote this state of it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Submission(
        String type, String id, Optional<String> version, String patient, byte[] document, boolean own) {

    /** Without the document, which is a patient's. */
    @Override
    public String toString() {
        return "Submission[" + type + "]";
    }
}
