/** Silent authentication: the operator of the person's phone says whether it has the number (CAMARA Number Verification). */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "smart", "policy", "challenge", "guard", "channel"})
package org.countersign.silent;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
