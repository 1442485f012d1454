package org.countersign.fhir;

import org.countersign.platform.ErrorCategory;
import org.hl7.fhir.r4.model.Resource;

/** What a FHIR server said when it was asked for something. */
public sealed interface ReadAnswer {

    /** It is there. */
    record Found(Resource resource) implements ReadAnswer {}

    /** It is not there, or not any more (404, 410). */
    record Absent() implements ReadAnswer {}

    /**
     * The server would not say.
     *
     * @param status HTTP status
     */
    record Refused(int status) implements ReadAnswer {}

    /** No answer that can be read. */
    record Unanswered(ErrorCategory category) implements ReadAnswer {}
}
