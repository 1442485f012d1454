/** How FHIR resources come in: written to {@code /fhir}, notified to {@code /fhir/notify}, polled from the EHR. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "fhir", "resource", "intake"})
package org.countersign.fhirintake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
