/** The terms that a message goes out on: under which sender id, by the rules of its country, and at which price. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "policy", "message", "channel"})
package org.countersign.terms;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
