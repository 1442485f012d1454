/** Pages for people: sign-in, waiting refills. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"platform", "smart", "fhir", "policy", "challenge", "message", "verification"})
package org.countersign.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
