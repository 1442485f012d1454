/** What goes back to the EHR when a challenge ends: HL7 v2 over MLLP, or its own records over FHIR. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "fhir", "audit", "event", "resource", "policy", "challenge"})
package org.countersign.answer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
