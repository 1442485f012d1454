package org.countersign.intake;

import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A message that arrived, as it is to be stored.
 *
 * @param format how {@code raw} is to be read
 * @param key by which a repetition is known; null where none can be
 * @param sha256 of the bytes as received: a repetition has the same
 * @param raw the bytes, sealed
 * @param patientKey pseudonym by which messages are kept in order
 * @param peer who sent it, and the connection where that wants to hear what became of it
 * @param reason why it is in its state; empty while it waits
 * @param acknowledgement what the sender hears; no bytes where it hears nothing
 * @param conflict the same arrival as it is stored when its key is known with other bytes; null where that cannot be
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of the frame would cost and guard nothing
record Arrival(
        Instant receivedAt,
        String feed,
        MessageFormat format,
        @Nullable String key,
        byte[] sha256,
        byte[] raw,
        String patientKey,
        String type,
        String controlId,
        String sender,
        Peer peer,
        RowState state,
        String reason,
        byte[] acknowledgement,
        @Nullable Supplier<Arrival> conflict) {

    /** The same, known by another key, and so in conflict with nothing. */
    Arrival knownAs(String otherKey) {
        return new Arrival(
                receivedAt,
                feed,
                format,
                otherKey,
                sha256,
                raw,
                patientKey,
                type,
                controlId,
                sender,
                peer,
                state,
                reason,
                acknowledgement,
                null);
    }
}
