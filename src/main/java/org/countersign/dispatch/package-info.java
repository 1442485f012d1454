/** A due step becomes one send; receipts and timers move it on. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "platform",
            "audit",
            "event",
            "policy",
            "challenge",
            "guard",
            "message",
            "channel",
            "terms",
            "lookup"
        })
package org.countersign.dispatch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
