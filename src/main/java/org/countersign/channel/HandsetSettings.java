package org.countersign.channel;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The simulated phone.
 *
 * @param enabled {@code auto}, {@code true} or {@code false}
 */
@ConfigurationProperties("countersign.handset")
record HandsetSettings(@DefaultValue("auto") Mode enabled) {

    /** When there is a simulated phone. */
    enum Mode {
        /** On a hub that was started to be tried out: its own database, no provider, one machine. */
        AUTO,
        TRUE,
        FALSE
    }
}
