/** Which event asks for which challenge, over which steps; pure. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "event"})
package org.countersign.policy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
