/** The challenge and its one arbiter: codes, binding, compare-and-set. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "audit", "event", "policy"})
package org.countersign.challenge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
