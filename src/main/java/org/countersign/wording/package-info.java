/** The folder {@code routes/messages/}: facilities' own texts, read, checked and put to use. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "message"})
package org.countersign.wording;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
