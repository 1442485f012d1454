package org.countersign.fhirintake;

import java.util.List;
import org.countersign.platform.OperationalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an EHR that cannot push. The bean {@code fhirPoll} of {@code routes/intake/fhir-poll.camel.yaml}. */
public final class FhirPoll {

    private static final Logger LOG = LoggerFactory.getLogger(FhirPoll.class);
    private static final String SENDER = "poll";

    private final NewerResources newer;
    private final List<String> criteria;

    FhirPoll(NewerResources newer, List<String> criteria) {
        this.newer = newer;
        this.criteria = List.copyOf(criteria);
    }

    /** Fetches what is new of each of the criteria; how many resources the EHR gave. What fails is asked for again. */
    public int poll() {
        int count = 0;
        for (String one : criteria) {
            try {
                count += newer.fetch("poll:" + one, one, SENDER);
            } catch (OperationalException | ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException e) {
                LOG.warn("Polling {} failed: {}", one.replaceFirst("\\?.*", ""), e.getMessage());
            }
        }
        return count;
    }
}
