package org.countersign.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * The hash of an entry: SHA-256 of the hash before it followed by the entry's canonical bytes. These are the fields in a
 * fixed order, numbers big-endian, texts in UTF-8 and every value of variable length behind its length, absent values
 * behind a zero byte; so that no two entries have the same bytes and what PostgreSQL gives back has the bytes of what
 * was put in. The shipping state is not part of it, since it changes.
 */
final class EntryHash {

    static final int LENGTH = 32;
    private static final String FORM = "countersign/audit/1";

    private EntryHash() {}

    /** The link of {@code entry} when it stands at {@code sequence} behind {@code previous}. */
    static Link link(Bytes previous, long sequence, AuditEntry entry) {
        MessageDigest digest = sha256();
        digest.update(previous.toArray());
        digest.update(canonical(sequence, entry));
        return new Link(sequence, Bytes.of(digest.digest()));
    }

    private static byte[] canonical(long sequence, AuditEntry entry) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            text(out, FORM);
            out.writeLong(sequence);
            out.writeLong(entry.id());
            uuid(out, entry.eventId());
            instant(out, entry.recordedAt());
            text(out, entry.kind());
            text(out, entry.outcome());
            optional(out, entry.challengeId().isPresent());
            if (entry.challengeId().isPresent()) {
                uuid(out, entry.challengeId().get());
            }
            optional(out, entry.inboxId().isPresent());
            if (entry.inboxId().isPresent()) {
                out.writeLong(entry.inboxId().getAsLong());
            }
            optional(out, entry.patientKey().isPresent());
            if (entry.patientKey().isPresent()) {
                text(out, entry.patientKey().get());
            }
            optional(out, entry.subject().isPresent());
            if (entry.subject().isPresent()) {
                block(out, entry.subject().get().toArray());
            }
            details(out, entry.details());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void details(DataOutputStream out, Map<String, String> details) throws IOException {
        out.writeInt(details.size());
        for (Map.Entry<String, String> detail : details.entrySet()) {
            text(out, detail.getKey());
            text(out, detail.getValue());
        }
    }

    private static void optional(DataOutputStream out, boolean present) throws IOException {
        out.writeByte(present ? 1 : 0);
    }

    private static void uuid(DataOutputStream out, UUID value) throws IOException {
        out.writeLong(value.getMostSignificantBits());
        out.writeLong(value.getLeastSignificantBits());
    }

    private static void instant(DataOutputStream out, Instant value) throws IOException {
        out.writeLong(value.getEpochSecond());
        out.writeInt(value.getNano());
    }

    private static void text(DataOutputStream out, String value) throws IOException {
        block(out, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void block(DataOutputStream out, byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not usable", e);
        }
    }
}
