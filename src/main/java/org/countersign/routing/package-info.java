/** The routes folder while the hub runs: watched, checked, compared with what ran before, swapped, rolled back. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "platform",
            "audit",
            "event",
            "policy",
            "challenge",
            "message",
            "channel",
            "lookup",
            "terms",
            "wording",
            "intake",
            "verification"
        })
package org.countersign.routing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
