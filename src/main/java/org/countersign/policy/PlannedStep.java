package org.countersign.policy;

import java.time.Duration;
import org.countersign.platform.Sensitive;

/**
 * One step of a plan.
 *
 * @param address E.164 number or e-mail address
 * @param fallbackAfter how long to wait for {@code success} before the next step is sent
 */
public record PlannedStep(Transport transport, Sensitive<String> address, Duration fallbackAfter, Success success) {}
