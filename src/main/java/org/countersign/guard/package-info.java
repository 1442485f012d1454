/** What stands between a due step and a send: limits for a number. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "policy", "challenge"})
package org.countersign.guard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
