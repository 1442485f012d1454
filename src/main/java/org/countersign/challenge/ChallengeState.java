package org.countersign.challenge;

/** Where a challenge stands. Every state but OPEN is final. */
public enum ChallengeState {
    /** Waits for its code. */
    OPEN,
    /** The right code came back in time, or the operator of the person's phone said in time that it has the number. */
    VERIFIED,
    /** Too many wrong codes came back. */
    LOCKED,
    EXPIRED,
    /** The act was cancelled, or somebody withdrew the challenge. */
    CANCELLED,
    /** The act was amended; another challenge took over. */
    SUPERSEDED,
    /** Every step failed: the person never got the code. */
    UNDELIVERED
}
