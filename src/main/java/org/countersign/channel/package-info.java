/** Channels: one Kamelet file each, their catalogue, and the simulated handset. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "policy", "message"})
package org.countersign.channel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
