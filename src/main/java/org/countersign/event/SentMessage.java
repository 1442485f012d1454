package org.countersign.event;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * A message as its sender wrote it, for the answer to it: fields still escaped, in the sender's delimiters and charset,
 * so that what is given back is what was sent. Control characters are gone, which no field may hold.
 */
public final class SentMessage {

    private static final String CONTROL = "\\p{Cntrl}";

    private final MessageHeader header;
    private final Charset charset;
    private final Hl7v2Message segments;

    private SentMessage(MessageHeader header, Charset charset, Hl7v2Message segments) {
        this.header = header;
        this.charset = charset;
        this.segments = segments;
    }

    /**
     * Takes a message apart. Bytes in a charset that is neither named nor UTF-8 are taken one by one, and come back so.
     *
     * @param message one frame's content, as received
     */
    public static SentMessage of(byte[] message) {
        MessageHeader header = MessageHeaderReader.read(message).header();
        Charset charset = MessageCharset.used(message, header.charset(), StandardCharsets.ISO_8859_1);
        return new SentMessage(header, charset, Hl7v2Message.of(new String(message, charset), header.delimiters()));
    }

    /** The header as intake reads it; fields that come back are better taken by {@link #field}. */
    public MessageHeader header() {
        return header;
    }

    /** What the message is written in, and its answer has to be. */
    public Charset charset() {
        return charset;
    }

    /** Field {@code number} of the first segment of that name as sent; empty where there is none. */
    public String field(String segment, int number) {
        return segments.first(segment).map(line -> clean(line.raw(number))).orElse("");
    }

    /** The segments of these names, in order. */
    public List<Line> lines(Set<String> names) {
        return lines(segments, names);
    }

    /** The segments of these names of the order group that asks for the refill {@code reference}; ORC is the first. */
    public List<Line> refill(String reference, Set<String> names) {
        return lines(OrderReader.refill(segments, header, reference), names);
    }

    private static List<Line> lines(Hl7v2Message from, Set<String> names) {
        return from.segments().stream()
                .filter(segment -> names.contains(segment.name()))
                .map(segment -> new Line(
                        segment.name(),
                        segment.fields().stream().map(SentMessage::clean).toList()))
                .toList();
    }

    private static String clean(String field) {
        return field.replaceAll(CONTROL, "");
    }

    /**
     * One segment other than MSH.
     *
     * @param fields as sent; field 1 is the first
     */
    public record Line(String name, List<String> fields) {

        public Line {
            fields = List.copyOf(fields);
        }

        /** Field {@code number}, counted from 1; empty where the segment is shorter. */
        public String field(int number) {
            return number <= fields.size() ? fields.get(number - 1) : "";
        }
    }
}
