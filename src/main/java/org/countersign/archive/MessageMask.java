package org.countersign.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.countersign.event.Delimiters;

/**
 * Hides what a message says about people. Only the fields of a short list stay as they are: those that name the message,
 * its order or appointment, and what is asked for. Of all others each letter and digit becomes a dot, so that the shape
 * stays; what a new segment or a sender's own one holds is hidden, too. Pure.
 */
final class MessageMask {

    static final char DOT = '\u2022';

    private static final Optional<Set<Integer>> ALL = Optional.empty();

    /** Fields to be seen by segment, counted as HL7 v2.5.1 does. */
    private static final Map<String, Optional<Set<Integer>>> VISIBLE = Map.ofEntries(
            Map.entry("MSH", ALL),
            Map.entry("MSA", fields(1, 2)),
            Map.entry("EVN", fields(1, 2)),
            Map.entry("PID", fields(1)),
            Map.entry("NK1", fields(1)),
            Map.entry("GT1", fields(1)),
            Map.entry("IN1", fields(1)),
            Map.entry("PV1", fields(1, 2)),
            Map.entry("SCH", fields(1, 2, 3, 4, 5, 9, 10, 25, 26, 27)),
            Map.entry("ORC", fields(1, 2, 3, 4, 5, 6, 8)),
            Map.entry("OBR", fields(1, 2, 3, 25)),
            Map.entry("OBX", fields(1, 2, 11)),
            Map.entry("RXE", fields(15)),
            Map.entry("RGS", fields(1, 2)),
            Map.entry("AIS", fields(1, 2)),
            Map.entry("AIG", fields(1, 2)),
            Map.entry("AIL", fields(1, 2)),
            Map.entry("AIP", fields(1, 2)),
            Map.entry("NTE", fields(1)));

    private final Delimiters delimiters;

    MessageMask(Delimiters delimiters) {
        this.delimiters = delimiters;
    }

    /**
     * One segment.
     *
     * @param line the segment as it is shown
     * @param masked its fields that are not shown as they are, as {@code PID-5}
     */
    record Segment(String name, String line, List<String> masked) {

        Segment {
            masked = List.copyOf(masked);
        }
    }

    /** The segments of {@code text} with nothing hidden. */
    List<Segment> shown(String text) {
        return lines(text).map(line -> new Segment(name(line), line, List.of())).toList();
    }

    /** The segments of {@code text} for people who need not know whom it is about. */
    List<Segment> masked(String text) {
        return lines(text).map(this::maskedLine).toList();
    }

    private Segment mask(String name, List<String> fields, int first) {
        Optional<Set<Integer>> visible = VISIBLE.getOrDefault(name, fields());
        List<String> hidden = new ArrayList<>();
        String line = IntStream.range(0, fields.size())
                .mapToObj(index -> {
                    String field = fields.get(index);
                    int number = index + first;
                    if (visible.filter(numbers -> !numbers.contains(number)).isEmpty() || field.isEmpty()) {
                        return field;
                    }
                    hidden.add(name + "-" + number);
                    return dotted(field);
                })
                .collect(Collectors.joining(String.valueOf(delimiters.field())));
        return new Segment(name, fields.isEmpty() ? name : name + delimiters.field() + line, hidden);
    }

    private Segment maskedLine(String line) {
        String name = name(line);
        if (!name.matches("[A-Z][A-Z0-9]{2}")) {
            // no segment of HL7's: the first field may be anything
            return new Segment(dotted(name), dotted(line), List.of());
        }
        if (line.length() == name.length()) {
            return new Segment(name, name, List.of());
        }
        List<String> fields =
                List.of(line.substring(name.length() + 1).split(Pattern.quote("" + delimiters.field()), -1));
        return mask(name, fields, name.equals("MSH") ? 2 : 1);
    }

    private String name(String line) {
        int end = line.indexOf(delimiters.field());
        return end < 0 ? line : line.substring(0, end);
    }

    /** Delimiters, blanks and punctuation keep the shape. */
    static String dotted(String text) {
        StringBuilder dots = new StringBuilder();
        text.codePoints().forEach(point -> {
            boolean shape = point < 0x80 && !Character.isLetterOrDigit(point);
            dots.appendCodePoint(shape ? point : DOT);
        });
        return dots.toString();
    }

    private static Stream<String> lines(String text) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return plain.lines().filter(line -> !line.isBlank());
    }

    private static Optional<Set<Integer>> fields(Integer... numbers) {
        return Optional.of(Set.of(numbers));
    }
}
