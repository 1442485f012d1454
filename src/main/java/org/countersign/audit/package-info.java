/** The trail of what happened: entries in the transition's own commit, hash-chained, mapped to FHIR AuditEvents. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "smart", "fhir"})
package org.countersign.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
