/** The route files: found, loaded, described when they are wrong. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "channel"})
package org.countersign.routing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
