/** The words that a person reads; pure. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "policy"})
package org.countersign.message;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
