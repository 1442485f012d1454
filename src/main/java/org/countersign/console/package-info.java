/** Pages for people: sign-in, waiting refills. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "policy", "challenge", "verification"})
package org.countersign.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
