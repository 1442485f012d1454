package org.countersign.event;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The segments of one message, in order, whatever its structure. */
record Hl7v2Message(List<Segment> segments) {

    /** Splits {@code text} at CR, LF or both; a byte order mark and empty lines before MSH do not count. */
    static Hl7v2Message of(String text, Delimiters delimiters) {
        return new Hl7v2Message(
                lines(text).map(line -> Segment.of(line, delimiters)).toList());
    }

    /** The lines of a message that hold anything. */
    static Stream<String> lines(String text) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return plain.lines().filter(line -> !line.isBlank());
    }

    Optional<Segment> first(String name) {
        return all(name).findFirst();
    }

    Stream<Segment> all(String name) {
        return segments.stream().filter(segment -> segment.name().equals(name));
    }
}
