/** Frames and FHIR resources in, one durable row each, acknowledged after the commit; rows drained in order for each patient. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"platform", "audit", "event", "resource", "policy", "challenge", "answer", "guard"})
package org.countersign.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
