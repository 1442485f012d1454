/** HL7 v2 bytes in, typed clinical events out; pure. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform"})
package org.countersign.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
