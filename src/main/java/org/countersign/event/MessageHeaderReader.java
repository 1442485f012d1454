package org.countersign.event;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.countersign.event.ReadResult.Unreadable;

/**
 * Reads what intake needs of a message and no more. Takes bytes as ISO 8859-1, in which no byte is wrong: the fields of
 * MSH that it reads are ASCII in every charset that MLLP can carry. Never throws.
 */
public final class MessageHeaderReader {

    /** Table 0357: segment sequence error, required field missing, unsupported message type. */
    private static final int SEGMENT_SEQUENCE = 100;

    private static final int REQUIRED_FIELD = 101;
    private static final int UNSUPPORTED_TYPE = 200;

    /** UTF-8's byte order mark, as ISO 8859-1 shows it. */
    private static final String BOM = "\u00EF\u00BB\u00BF";

    private MessageHeaderReader() {}

    /** Reads the header and the first patient's identifier. */
    public static Envelope read(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        String plain = text.startsWith(BOM) ? text.substring(BOM.length()) : text;
        Optional<String> first = Hl7v2Message.lines(plain).findFirst().map(String::stripLeading);
        if (first.isEmpty()) {
            return unreadable(MessageHeader.EMPTY, "The message is empty", SEGMENT_SEQUENCE);
        }
        if (first.get().startsWith("FHS") || first.get().startsWith("BHS")) {
            return unreadable(readBatch(first.get()), "A batch (FHS, BHS) is no message", UNSUPPORTED_TYPE);
        }
        Optional<Delimiters> delimiters = Delimiters.find(first.get());
        if (delimiters.isEmpty()) {
            return unreadable(
                    MessageHeader.EMPTY, "The message does not start with MSH and a separator", SEGMENT_SEQUENCE);
        }
        return read(plain, Segment.of(first.get(), delimiters.get()));
    }

    /**
     * Reads an FHS or BHS line (HL7 v2.5.1 §2.15.2, §2.15.6), bytes as ISO 8859-1, as far as an answer needs it: the
     * delimiters, who it is from and to, and as control id FHS-11 or BHS-11.
     */
    public static MessageHeader readBatch(String line) {
        return Delimiters.find(line)
                .map(delimiters -> Segment.of(line, delimiters))
                .map(header -> new MessageHeader(
                        header.delimiters(),
                        header.raw(3),
                        header.raw(4),
                        header.raw(5),
                        header.raw(6),
                        "",
                        "",
                        "",
                        header.raw(11),
                        "",
                        "",
                        "",
                        "",
                        "",
                        false))
                .orElse(MessageHeader.EMPTY);
    }

    private static Envelope read(String plain, Segment msh) {
        boolean answer = Hl7v2Message.lines(plain).anyMatch(line -> isSegment(line, "MSA", msh.delimiters()));
        MessageHeader header = header(msh, answer);
        if (header.messageCode().isEmpty()) {
            return unreadable(header, "MSH-9 (message type) is empty", REQUIRED_FIELD);
        }
        if (header.controlId().isBlank()) {
            return unreadable(header, "MSH-10 (message control id) is empty", REQUIRED_FIELD);
        }
        Segment.Repetition id = Hl7v2Message.lines(plain)
                .filter(line -> isSegment(line, "PID", msh.delimiters()))
                .findFirst()
                .map(line -> Segment.of(line, msh.delimiters()).first(3))
                .orElse(new Segment.Repetition("", msh.delimiters()));
        return new Envelope(header, id.component(1), id.whole(4), Optional.empty());
    }

    private static boolean isSegment(String line, String name, Delimiters delimiters) {
        return line.startsWith(name) && (line.length() == 3 || line.charAt(3) == delimiters.field());
    }

    private static MessageHeader header(Segment msh, boolean acknowledgement) {
        Segment.Repetition type = msh.first(9);
        return new MessageHeader(
                msh.delimiters(),
                msh.raw(3),
                msh.raw(4),
                msh.raw(5),
                msh.raw(6),
                type.component(1),
                type.component(2),
                type.component(3),
                msh.raw(10),
                msh.value(11),
                msh.value(12),
                msh.value(15),
                msh.value(16),
                charset(msh),
                acknowledgement);
    }

    /** Japanese senders write {@code ISO IR6~ISO IR87}: ASCII, from which escapes switch to what the last one names. */
    private static String charset(Segment msh) {
        String first = msh.value(18);
        return !MessageCharset.isAscii(first)
                ? first
                : msh.repetitions(18).stream()
                        .map(repetition -> repetition.component(1))
                        .filter(name -> name.startsWith("ISO IR"))
                        .reduce(first, (before, after) -> after);
    }

    private static Envelope unreadable(MessageHeader header, String problem, int code) {
        return new Envelope(header, "", "", Optional.of(new Unreadable(problem, code)));
    }
}
