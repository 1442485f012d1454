/** The REST API by which portals ask for a code and check it, its keys, and the problems that it answers with. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "event", "policy", "challenge", "guard", "silent", "intake"})
package org.countersign.verification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
