/** Lookups: what others know of a number before a message goes to it; one Kamelet file each. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "event", "policy", "guard", "channel"})
package org.countersign.lookup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
