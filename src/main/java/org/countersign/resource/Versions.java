package org.countersign.resource;

import java.util.Date;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

/** Which state of a resource this is, as far as its server says. */
final class Versions {

    private Versions() {}

    /** meta.versionId, else meta.lastUpdated; empty where neither is told. */
    static Optional<String> of(Resource resource) {
        return Optional.ofNullable(resource.getMeta().getVersionId())
                .or(() -> Optional.ofNullable(resource.getMeta().getLastUpdated())
                        .map(Date::toInstant)
                        .map(instant -> "at-" + instant));
    }

    /** Whether nothing came before it. */
    static boolean isFirst(Resource resource) {
        return "1".equals(resource.getMeta().getVersionId());
    }
}
