/** Requests to providers over HTTP, as the Kamelets of {@code routes/channels} and {@code routes/lookups} describe them. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "smart", "callback"})
package org.countersign.provider;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
