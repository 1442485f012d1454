package org.countersign.fhir;

import org.countersign.platform.ErrorCategory;
import org.hl7.fhir.r4.model.Resource;

/** What a FHIR server said to a read. Holds no words of the server's but the resource. */
public sealed interface ResourceAnswer {

    /**
     * The resource.
     *
     * @param version its meta.versionId, else what the ETag says; empty where the server says neither
     */
    record Found(Resource resource, String version) implements ResourceAnswer {}

    /**
     * The server did not give it.
     *
     * @param status HTTP status, not 2xx
     */
    record Refused(int status) implements ResourceAnswer {}

    /** It is not there, or not any more (404, 410). */
    record Absent(int status) implements ResourceAnswer {}

    /** No answer that can be read. */
    record Unanswered(ErrorCategory category) implements ResourceAnswer {}

    /**
     * The hub could not say who it is, so nothing was sent, or nothing done.
     *
     * @param reason a sentence, which holds no secret
     */
    record Unauthorized(ErrorCategory category, String reason) implements ResourceAnswer {}
}
