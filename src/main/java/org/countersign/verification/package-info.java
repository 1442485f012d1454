/** The REST API by which portals check a code. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "policy", "challenge"})
package org.countersign.verification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
