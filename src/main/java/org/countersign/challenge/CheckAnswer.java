package org.countersign.challenge;

/** What the outside learns of a check: no more than this, so that nobody can tell wrong from unknown or closed. */
public enum CheckAnswer {
    VERIFIED,
    REFUSED
}
