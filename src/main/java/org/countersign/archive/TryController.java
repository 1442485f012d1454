package org.countersign.archive;

import java.io.IOException;
import java.io.InputStream;
import org.countersign.verification.Problem.Where;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Messages to try out, by REST. */
@RestController
@RequestMapping(path = "/v1/try", produces = MediaType.APPLICATION_JSON_VALUE)
class TryController {

    /** HL7 v2 in its own encoding (HL7 v2.x over HTTP). */
    static final String ER7 = "x-application/hl7-v2+er7";

    /** One FHIR R4 resource. */
    private static final String FHIR = "application/fhir+json";

    private final TryOut tryOut;

    TryController(TryOut tryOut) {
        this.tryOut = tryOut;
    }

    /** What would come of the message in the body; nothing is stored or sent. */
    @PostMapping(consumes = {MediaType.TEXT_PLAIN_VALUE, ER7, MediaType.APPLICATION_OCTET_STREAM_VALUE, FHIR})
    Tried tryOut(@RequestParam(defaultValue = TryOut.FEED) String feed, InputStream body) throws IOException {
        return tryOut.run(ArchiveRequests.message(body), feed)
                .orElseThrow(() -> ArchiveRequests.invalid(
                        Where.parameter("feed"), "There is no such feed; these are: " + tryOut.feeds() + "."));
    }
}
