/** What came in, afterwards: found, looked at, processed again, tried out beforehand, and in the end dropped. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "platform",
            "audit",
            "event",
            "resource",
            "policy",
            "challenge",
            "message",
            "intake",
            "verification"
        })
package org.countersign.archive;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
