package org.countersign.intake;

import java.util.Optional;
import org.countersign.audit.AuditSubject;
import org.countersign.event.Envelope;
import org.countersign.event.MessageHeaderReader;
import org.countersign.platform.Pseudonyms;
import org.countersign.platform.Sensitive;

/** Whom a stored message is about, for the trail. */
public final class MessageSubjects {

    private final Pseudonyms pseudonyms;

    MessageSubjects(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    /** The patient by the first repetition of PID-3; empty for a message about nobody. */
    public Optional<AuditSubject> find(byte[] message) {
        Envelope envelope = MessageHeaderReader.read(message);
        String id = envelope.patientId();
        String authority = envelope.patientAuthority();
        return id.isEmpty()
                ? Optional.empty()
                : Optional.of(new AuditSubject(pseudonyms.patient(id, authority), Sensitive.of(id), authority));
    }
}
