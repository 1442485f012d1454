/** The REST API by which portals check a code, its keys, and the problems that it answers with. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "policy", "challenge"})
package org.countersign.verification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
