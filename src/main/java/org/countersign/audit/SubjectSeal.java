package org.countersign.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Sensitive;

/** Closes the personal part of an entry with the key ring, and opens it again. */
final class SubjectSeal {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeyRing keys;

    SubjectSeal(KeyRing keys) {
        this.keys = keys;
    }

    Bytes close(AuditSubject subject) {
        JsonNode node = JSON.createObjectNode()
                .put("identifier", subject.identifier().reveal())
                .put("authority", subject.authority());
        try {
            return Bytes.of(keys.seal(JSON.writeValueAsBytes(node)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON object of texts cannot be written");
        }
    }

    /**
     * The subject of {@code entry}, where it has one.
     *
     * @throws org.countersign.platform.OperationalException when its bytes were altered or their key is missing
     */
    Optional<AuditSubject> open(AuditEntry entry) {
        return entry.subject().map(closed -> {
            JsonNode node = read(keys.open(closed.toArray()));
            return new AuditSubject(
                    entry.patientKey().orElse(""),
                    Sensitive.of(node.path("identifier").asText()),
                    node.path("authority").asText());
        });
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("A sealed subject is not JSON");
        }
    }
}
