package org.countersign.challenge;

import java.time.Instant;

/**
 * The step that is to be sent next.
 *
 * @param step index into the plan's steps
 * @param turn counts the sends of a challenge from 1; a wake-up for another turn is stale
 */
public record DueStep(int step, int turn, Instant at) {}
