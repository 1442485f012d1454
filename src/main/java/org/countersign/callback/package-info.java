/** What providers call the hub with: each provider's signature, checked over what came before any of it is believed. */
@NullMarked
@ApplicationModule(allowedDependencies = "platform")
package org.countersign.callback;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
