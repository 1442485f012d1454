package org.countersign.event;

import java.util.List;

/** What reading a message gives. */
public sealed interface ReadResult {

    /** At least one event; a message about nothing of ours gives one with {@link ClinicalAct.Other}. */
    record Events(List<ClinicalEvent> events) implements ReadResult {
        public Events {
            events = List.copyOf(events);
        }
    }

    /**
     * Nothing can be read from it.
     *
     * @param problem what is wrong and where ({@code MSH-9 is empty}), without any data of the message
     * @param code HL7 table 0357 code of the error, as 101
     */
    record Unreadable(String problem, int code) implements ReadResult {}
}
