package org.countersign.node;

import java.util.List;

/** The queues; each body is an id, never a code, a number or a name. */
final class Queues {

    /** Inbox ids, grouped by patient. */
    static final String EVENTS = "countersign.events";

    /** Challenge ids, at the time when something is due. */
    static final String DISPATCH = "countersign.dispatch";

    /** Says that audit entries wait. */
    static final String OUTCOMES = "countersign.outcomes";

    /** Ids of answers to the EHR; the property Kind says which route sends it. */
    static final String ANSWERS = "countersign.answers";

    /** What failed for good. */
    static final String DEAD = "countersign.dead";

    static final List<String> ALL = List.of(EVENTS, DISPATCH, OUTCOMES, ANSWERS, DEAD);

    private Queues() {}
}
