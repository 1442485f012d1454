package org.countersign.channel;

import java.time.Instant;
import org.countersign.platform.Sensitive;

/**
 * One message on the simulated phone.
 *
 * @param reference of the send, opaque
 */
record HandsetMessage(
        Instant at, String transport, Sensitive<String> to, String locale, Sensitive<String> text, String reference) {}
