package org.countersign.event;

import java.util.Optional;

/**
 * What intake must know of a message before it stores it.
 *
 * @param header what could be read of MSH; empty strings where nothing could
 * @param patientId PID-3.1 of the first patient, first repetition; may be empty
 * @param patientAuthority PID-3.4 of the same repetition, whole component; may be empty
 * @param problem why the message cannot be taken; empty for all that has a type and a control id
 */
public record Envelope(
        MessageHeader header, String patientId, String patientAuthority, Optional<ReadResult.Unreadable> problem) {}
