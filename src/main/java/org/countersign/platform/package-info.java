/** What every part stands on and that knows none of them: secrets, pseudonyms, error categories, wake-ups. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.countersign.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
