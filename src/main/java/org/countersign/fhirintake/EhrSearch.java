package org.countersign.fhirintake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.countersign.fhir.FhirClient;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.resource.EhrServer;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleLinkComponent;
import org.hl7.fhir.r4.model.Resource;

/** Asks the EHR, page by page. */
final class EhrSearch {

    private static final int MOST_PAGES = 50;

    private final Optional<FhirClient> client;

    EhrSearch(EhrServer server) {
        this.client = server.client();
    }

    boolean isPossible() {
        return client.isPresent();
    }

    /**
     * All entries of a search.
     *
     * @param path below the base: {@code Appointment?status=pending}
     * @throws OperationalException when the EHR does not give them all
     */
    List<BundleEntryComponent> list(String path) {
        List<BundleEntryComponent> entries = new ArrayList<>();
        Optional<String> next = Optional.of(path);
        for (int page = 0; next.isPresent(); page++) {
            if (page == MOST_PAGES) {
                throw new OperationalException(ErrorCategory.REFUSED, "A search of the EHR has too many pages");
            }
            if (!(find(next.get()).orElse(null) instanceof Bundle bundle)) {
                throw new OperationalException(ErrorCategory.REFUSED, "The EHR answered a search with no Bundle");
            }
            entries.addAll(bundle.getEntry());
            next = next(bundle);
        }
        return entries;
    }

    /**
     * One resource; empty where the EHR has none.
     *
     * @throws OperationalException when the EHR does not say
     */
    Optional<Resource> find(String path) {
        FhirClient ehr = client.orElseThrow(
                () -> new OperationalException(ErrorCategory.REFUSED, "countersign.ehr.url is not set"));
        return EhrServer.found(ehr.read(path));
    }

    /** A link to another server is not followed. */
    private Optional<String> next(Bundle bundle) {
        return Optional.ofNullable(bundle.getLink("next"))
                .map(BundleLinkComponent::getUrl)
                .map(url -> client.flatMap(ehr -> ehr.below(url))
                        .orElseThrow(() -> new OperationalException(
                                ErrorCategory.REFUSED, "The EHR's next page is not below its base")));
    }
}
