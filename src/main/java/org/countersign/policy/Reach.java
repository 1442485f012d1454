package org.countersign.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whom a challenge is sent to, over which steps, and from when.
 *
 * @param steps in order; none where nobody can be written to
 * @param proxy what the person who is written to in the patient's place is to the patient, as {@code MTH}; empty: the
 *     patient is
 * @param heldUntil when the first step is due, because it is quiet until then; empty: at once
 */
public record Reach(List<PlannedStep> steps, Optional<String> proxy, Optional<Instant> heldUntil) {

    /** Of nobody. */
    public static final Reach NOBODY = new Reach(List.of(), Optional.empty(), Optional.empty());

    public Reach {
        steps = List.copyOf(steps);
    }

    /** When the first step is due. */
    public Instant start(Instant now) {
        return heldUntil.filter(now::isBefore).orElse(now);
    }
}
