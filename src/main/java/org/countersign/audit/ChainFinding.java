package org.countersign.audit;

import java.util.Locale;

/** What recomputing the chain found. */
public sealed interface ChainFinding {

    /** For people: whether the trail can be believed and, if not, from where on. */
    String sentence();

    /**
     * Every entry is the one that was sealed.
     *
     * @param entries how many are sealed; equal to the last sequence
     */
    record Intact(long entries, int checkpoints) implements ChainFinding {
        @Override
        public String sentence() {
            return String.format(
                    Locale.ROOT,
                    "The audit trail is intact: %,d entries, %,d signed checkpoints.",
                    entries,
                    checkpoints);
        }
    }

    /**
     * The first place that is not as it was sealed. What follows it cannot be judged.
     *
     * @param sequence of the place
     */
    record Broken(long sequence, Damage damage) implements ChainFinding {
        @Override
        public String sentence() {
            return "The audit trail is broken at entry " + sequence + ": " + damage.sentence();
        }
    }

    /** How the chain is broken. */
    enum Damage {
        ALTERED("the entry was altered, or the chain was numbered anew around it."),
        REMOVED("the entry was removed."),
        INSERTED("an entry was put in that the hub did not write."),
        REWRITTEN("the chain up to here was written anew: it does not lead to the hash that the checkpoint signs."),
        SIGNATURE("the checkpoint's signature is wrong: it was not made with this hub's key."),
        CUT_OFF("the tail was cut off: a later checkpoint signs for entries that are gone."),
        UNSIGNED("no checkpoint signs for the tail: entries were added or the checkpoint was removed.");

        private final String sentence;

        Damage(String sentence) {
            this.sentence = sentence;
        }

        /** The rest of a sentence that names the entry. */
        public String sentence() {
            return sentence;
        }
    }
}
