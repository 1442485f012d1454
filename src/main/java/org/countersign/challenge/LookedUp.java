package org.countersign.challenge;

import java.util.Optional;
import org.countersign.platform.ErrorCategory;

/**
 * What came of asking a lookup about the number of a step, for the trail.
 *
 * @param lookup who was asked
 * @param reason what it found, or why it gave no answer; names no number
 * @param failure of which kind, where it gave none
 */
public record LookedUp(String lookup, String reason, Optional<ErrorCategory> failure) {}
