package org.countersign.challenge;

/** Hears how challenges end. */
@FunctionalInterface
public interface Outcomes {

    /**
     * A challenge reached its end. Called once for each, in the commit that ends it: what is written here stands if and
     * only if the end does. Must not wait for anything outside.
     *
     * @param ended the challenge in a state other than OPEN
     * @param transition what ended it
     */
    void closed(Challenge ended, Transition transition);
}
