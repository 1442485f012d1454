package org.countersign.policy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How to challenge one person for one act.
 *
 * @param policy name of the policy that made it
 * @param reach whom it is sent to; nobody for a challenge by which nobody is written to
 * @param timeToLive from when the first step is due to expiry, at most 10 minutes (NIST SP 800-63B-4 §3.1.3.1)
 * @param codeLength digits, 6 to 10
 * @param tries wrong answers until the challenge locks, 1 to 5
 * @param binding what the code is bound to, by name
 * @param locale language of the words
 */
public record ChallengePlan(
        String policy,
        Purpose purpose,
        Reach reach,
        Duration timeToLive,
        int codeLength,
        int tries,
        SortedMap<String, String> binding,
        Locale locale) {

    /** A plan for the patient, whose first step is due at once. */
    public ChallengePlan(
            String policy,
            Purpose purpose,
            List<PlannedStep> steps,
            Duration timeToLive,
            int codeLength,
            int tries,
            SortedMap<String, String> binding,
            Locale locale) {
        this(
                policy,
                purpose,
                new Reach(steps, Optional.empty(), Optional.empty()),
                timeToLive,
                codeLength,
                tries,
                binding,
                locale);
    }

    /** In order; none for a challenge by which nobody is written to. */
    public List<PlannedStep> steps() {
        return reach.steps();
    }
}
