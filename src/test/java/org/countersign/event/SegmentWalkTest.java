package org.countersign.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What a sender writes by the rules of the standard, the walk gives back, whatever the delimiters are. */
class SegmentWalkTest {

    private static final List<Character> PUNCTUATION =
            "|^~\\&!$%*+:;<=>?@_`".chars().mapToObj(c -> (char) c).toList();

    @Property
    void escapesRoundTrip(@ForAll("texts") String text, @ForAll("delimiters") Delimiters delimiters) {
        assertThat(Escapes.decode(escape(text, delimiters), delimiters)).isEqualTo(text);
    }

    @Property
    void theDelimitersOfAMessageAreFound(@ForAll("delimiters") Delimiters delimiters) {
        assertThat(MessageHeaderReader.read((msh(delimiters) + "\r").getBytes(StandardCharsets.ISO_8859_1))
                        .header()
                        .delimiters())
                .isEqualTo(delimiters);
    }

    @Property
    void eachSubcomponentComesBack(
            @ForAll("fields") List<List<List<List<String>>>> fields,
            @ForAll("delimiters") Delimiters delimiters,
            @ForAll("lineEnds") String lineEnd) {
        String text = msh(delimiters) + lineEnd + "ZZZ" + delimiters.field() + render(fields, delimiters) + lineEnd;
        Segment segment = Hl7v2Message.of(text, delimiters).first("ZZZ").orElseThrow();
        for (int field = 0; field < fields.size(); field++) {
            List<Segment.Repetition> repetitions = segment.repetitions(field + 1);
            List<List<List<String>>> written = valued(fields.get(field));
            assertThat(repetitions).hasSameSizeAs(written);
            for (int repetition = 0; repetition < written.size(); repetition++) {
                assertThat(values(repetitions.get(repetition), written.get(repetition)))
                        .isEqualTo(written.get(repetition));
            }
        }
        assertThat(segment.value(fields.size() + 1)).isEmpty();
    }

    /** A repetition is there when anything of it is, delimiters included. */
    private static List<List<List<String>>> valued(List<List<List<String>>> repetitions) {
        return repetitions.stream()
                .filter(each -> each.size() > 1
                        || each.getFirst().size() > 1
                        || !each.getFirst().getFirst().isEmpty())
                .toList();
    }

    private static List<List<String>> values(Segment.Repetition repetition, List<List<String>> written) {
        List<List<String>> values = new ArrayList<>();
        for (int component = 1; component <= written.size(); component++) {
            List<String> parts = new ArrayList<>();
            for (int sub = 1; sub <= written.get(component - 1).size(); sub++) {
                parts.add(repetition.subcomponent(component, sub));
            }
            values.add(parts);
        }
        return values;
    }

    private static String msh(Delimiters by) {
        String encoding = "" + by.component() + by.repetition() + by.escape() + by.subcomponent();
        return "MSH" + by.field()
                + String.join(
                        String.valueOf(by.field()),
                        encoding,
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "ZZZ" + by.component() + "Z01",
                        "1");
    }

    private static String render(List<List<List<List<String>>>> fields, Delimiters by) {
        return fields.stream()
                .map(repetitions -> repetitions.stream()
                        .map(components -> components.stream()
                                .map(subs -> subs.stream()
                                        .map(text -> escape(text, by))
                                        .collect(Collectors.joining(String.valueOf(by.subcomponent()))))
                                .collect(Collectors.joining(String.valueOf(by.component()))))
                        .collect(Collectors.joining(String.valueOf(by.repetition()))))
                .collect(Collectors.joining(String.valueOf(by.field())));
    }

    private static String escape(String text, Delimiters by) {
        return text.chars().mapToObj(c -> escape((char) c, by)).collect(Collectors.joining());
    }

    private static String escape(char character, Delimiters by) {
        String name = character == by.field()
                ? "F"
                : character == by.component()
                        ? "S"
                        : character == by.subcomponent()
                                ? "T"
                                : character == by.repetition() ? "R" : character == by.escape() ? "E" : "";
        return name.isEmpty() ? String.valueOf(character) : by.escape() + name + by.escape();
    }

    @Provide
    Arbitrary<String> lineEnds() {
        return Arbitraries.of("\r", "\n", "\r\n", "\r\r");
    }

    @Provide
    Arbitrary<Delimiters> delimiters() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(Delimiters.STANDARD)),
                Tuple.of(
                        3,
                        Arbitraries.of(PUNCTUATION)
                                .list()
                                .ofSize(5)
                                .uniqueElements()
                                .map(five -> new Delimiters(
                                        five.get(0), five.get(1), five.get(2), five.get(3), five.get(4)))));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars(PUNCTUATION.stream().map(String::valueOf).collect(Collectors.joining()))
                .alpha()
                .numeric()
                .withChars(" .éß漢")
                .ofMaxLength(8)
                .map(String::strip);
    }

    @Provide
    Arbitrary<List<List<List<List<String>>>>> fields() {
        return texts().list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }
}
