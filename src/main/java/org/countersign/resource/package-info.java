/** FHIR R4 resources in, typed clinical events out; reads from the EHR what a resource only refers to. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "smart", "fhir", "event"})
package org.countersign.resource;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
