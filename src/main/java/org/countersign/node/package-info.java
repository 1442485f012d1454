/** What one machine starts for itself when no URL is given: PostgreSQL, Artemis, the clock, the wake-ups. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform"})
package org.countersign.node;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
