package org.countersign.challenge;

import java.util.UUID;
import org.countersign.policy.PolicyDecision.SkipReason;

/** What became of a policy's decision. */
public sealed interface IssueOutcome {

    /** A challenge was issued; an older one for the act, if any, is superseded. */
    record Issued(UUID challengeId) implements IssueOutcome {}

    /** A challenge for the very same act already stands. */
    record Unchanged(UUID challengeId) implements IssueOutcome {}

    /** The code of the challenge that stands is sent once more: somebody asked for that. */
    record SentAgain(UUID challengeId) implements IssueOutcome {}

    /** What was pending for the act is cancelled. */
    record Withdrawn(UUID challengeId, String why) implements IssueOutcome {}

    /** What was pending goes to the person's new addresses, with another code. */
    record Readdressed(UUID challengeId, UUID successor) implements IssueOutcome {}

    /** What was pending for a record that was merged goes on under the one that stays. */
    record Merged(UUID challengeId) implements IssueOutcome {}

    /** There was nothing to cancel. */
    record NothingPending(String why) implements IssueOutcome {}

    record Skipped(SkipReason reason, String detail) implements IssueOutcome {}

    /** One sentence for the inbox and the trail; holds no patient's data. */
    default String sentence() {
        return switch (this) {
            case Issued issued -> "Challenge " + issued.challengeId() + " issued";
            case Unchanged unchanged -> "Challenge " + unchanged.challengeId() + " stands, nothing it is for changed";
            case SentAgain again -> "Challenge " + again.challengeId() + " stands, its code is sent again";
            case Withdrawn withdrawn -> "Challenge " + withdrawn.challengeId() + " cancelled: " + withdrawn.why();
            case Readdressed moved ->
                "Challenge " + moved.challengeId() + " superseded by " + moved.successor() + ": telecom-changed";
            case Merged merged -> "Challenge " + merged.challengeId() + " merged into the record that stays";
            case NothingPending nothing -> "Nothing was pending: " + nothing.why();
            case Skipped skipped -> "Skipped, " + skipped.reason() + ": " + skipped.detail();
        };
    }
}
