package org.countersign.policy;

/** What the policies say about an event. */
public sealed interface PolicyDecision {

    /** Challenge the person. */
    record Require(ChallengePlan plan) implements PolicyDecision {}

    /** Stop whatever is pending for the event's act. */
    record Withdraw(String policy, String why) implements PolicyDecision {}

    /** Do nothing. */
    record Skip(SkipReason reason, String detail) implements PolicyDecision {}

    /** Why there is no challenge. */
    enum SkipReason {
        /** The event is none that a policy is for. */
        NO_POLICY,
        /** MSH-11 says training or debugging. */
        NOT_PRODUCTION,
        NO_PATIENT,
        DECEASED,
        INACTIVE,
        /** PD1-11: the patient wants no publicity. */
        PUBLICITY,
        /** PD1-12: access to the patient's record is restricted. */
        PROTECTED,
        /** PV1-16: the patient is to be treated as a very important person. */
        VIP,
        /** The patient refused each medium that could reach them. */
        REFUSED,
        /** It is quiet, and what the policy would send does not wait, or cannot. */
        QUIET_HOURS,
        /** The appointment has started. */
        IN_THE_PAST,
        /** The message does not name the act, so a code could not be bound to it. */
        NO_REFERENCE,
        /** No telecom can take any transport of the policy. */
        UNREACHABLE
    }
}
