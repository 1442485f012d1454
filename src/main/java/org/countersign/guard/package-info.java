/** What stands between a due step and a send: limits for a number, and what the number tells of itself. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "audit", "event", "policy", "challenge"})
package org.countersign.guard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
