package org.countersign.fhirintake;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.hl7.fhir.r4.model.Resource;

/** Gives ids to what has none. */
final class Identities {

    private Identities() {}

    /**
     * Makes {@code resource} the first version of something. Its id, if it has none, follows from its content, so that a
     * create that is repeated after a lost answer is known again.
     */
    static void assign(Resource resource, FhirContext context) {
        if (!resource.getIdElement().hasIdPart()) {
            byte[] content =
                    context.newJsonParser().encodeResourceToString(resource).getBytes(StandardCharsets.UTF_8);
            resource.setId(UUID.nameUUIDFromBytes(content).toString());
        }
        if (!resource.getMeta().hasVersionId()) {
            resource.getMeta().setVersionId("1");
        }
    }
}
