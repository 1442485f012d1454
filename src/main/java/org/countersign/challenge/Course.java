package org.countersign.challenge;

/**
 * Where a challenge stands in its plan.
 *
 * @param step index of the step that was sent, refused or asked for last; 0 before the first
 * @param chosen whether the person chose it: whatever becomes of it, no other step follows by itself
 */
public record Course(int step, boolean chosen) {

    /** Of a plan that begins with its first step. */
    public static final Course START = new Course(0, false);
}
