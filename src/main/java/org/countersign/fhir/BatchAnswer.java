package org.countersign.fhir;

import java.util.List;
import org.countersign.platform.ErrorCategory;

/** What became of a request to a FHIR server. Holds no text of the server's, since that may repeat a patient's data. */
public sealed interface BatchAnswer {

    /** The server answered each entry, in the order of the request. */
    record Answered(List<Entry> entries) implements BatchAnswer {
        public Answered {
            entries = List.copyOf(entries);
        }
    }

    /**
     * The server did not go into the entries.
     *
     * @param status HTTP status, not 2xx
     */
    record Refused(int status) implements BatchAnswer {}

    /** No answer that can be read; what the server did is unknown. */
    record Unanswered(ErrorCategory category) implements BatchAnswer {}

    /**
     * The hub could not say who it is, so nothing was sent, or nothing done.
     *
     * @param reason a sentence, which holds no secret
     */
    record Unauthorized(ErrorCategory category, String reason) implements BatchAnswer {}

    /**
     * The answer to one entry.
     *
     * @param status HTTP status
     * @param issues codes of the OperationOutcome (FHIR R4 issue-type), such as {@code invalid}
     */
    record Entry(int status, List<String> issues) {
        public Entry {
            issues = List.copyOf(issues);
        }
    }
}
