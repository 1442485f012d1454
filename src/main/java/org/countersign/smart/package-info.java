/** OAuth both ways: the hub's own tokens for FHIR servers and operators, and the tokens of others for the hub. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform"})
package org.countersign.smart;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
