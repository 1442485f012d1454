package org.countersign.resource;

/**
 * What is wrong with a resource.
 *
 * @param expression where, as FHIRPath: {@code Appointment.participant[0].actor}
 * @param code FHIR R4 issue-type
 * @param sentence holds no data of the resource
 */
public record ResourceIssue(String expression, Code code, String sentence) {

    /** The issue types that the hub uses. */
    public enum Code {
        REQUIRED,
        INVARIANT,
        NOT_FOUND,
        NOT_SUPPORTED,
        VALUE,
        TOO_COSTLY
    }
}
