/** The one FhirContext and the hub's own FHIR R4 endpoint. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "smart"})
package org.countersign.fhir;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
