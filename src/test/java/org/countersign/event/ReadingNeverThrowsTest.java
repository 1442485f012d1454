package org.countersign.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes in, reading gives an answer, and both readers give the same one. */
class ReadingNeverThrowsTest {

    private static final List<byte[]> MESSAGES = Stream.of(Samples.PUBLIC, Samples.BY_HAND)
            .flatMap(folder -> Samples.in(folder).stream())
            .map(Samples::bytes)
            .toList();

    private static final List<Byte> STRUCTURE = "\r\n|^~\\&#\"MSHPIDORCRXE0129+-.@\u0000\u001B\u001C\u00FF"
            .chars()
            .mapToObj(character -> (byte) character)
            .toList();

    private final Hl7v2Reader reader = new Hl7v2Reader();

    @Property(tries = 2000)
    void arbitraryBytesAreRead(@ForAll byte[] message) {
        read(message);
    }

    @Property(tries = 2000)
    void arbitraryTextAfterMshIsRead(@ForAll String text) {
        read(("MSH" + text).getBytes(StandardCharsets.UTF_8));
        read(("MSH|^~\\&|A|B|C|D|2026||SIU^S12|1|P|2.5\rPID" + text).getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 2000)
    void mutatedSamplesAreRead(@ForAll("mutations") byte[] message) {
        read(message);
    }

    @Property(tries = 1000)
    void truncatedSamplesAreRead(@ForAll("truncations") byte[] message) {
        read(message);
    }

    @Property
    void anyCharsetOfTheJdkIsReadWholeOrRefused(@ForAll("charsets") String name) {
        byte[] message = Samples.message(
                "MSH|^~\\&|A|B|C|D|2026||SIU^S12|1|P|2.5||||||" + name,
                "SCH|1|2|||||||||^^^20300514101500",
                "PID|1||7^^^X~8||Doe^Jo||1984||||||^PRN^CP^^^415^5550132");
        if (read(message) instanceof ReadResult.Events events) {
            ClinicalEvent event = events.events().getFirst();
            assertThat(event.act().reference()).isEqualTo("Appointment/2");
            assertThat(event.person().orElseThrow().identifiers()).hasSize(2);
            assertThat(event.person().orElseThrow().name().reveal()).isEqualTo("Jo Doe");
        } else {
            assertThat(MessageCharset.isUnframeable(name)).isTrue();
        }
    }

    /** Reads by both readers and holds what must be true of any message. */
    private ReadResult read(byte[] message) {
        byte[] before = message.clone();
        Envelope envelope = MessageHeaderReader.read(message);
        ReadResult result = reader.read(message, Samples.SITE);
        assertThat(message).as("the bytes are the sender's").isEqualTo(before);
        switch (result) {
            case ReadResult.Events events -> {
                assertThat(envelope.problem()).isEmpty();
                assertThat(events.events())
                        .isNotEmpty()
                        .extracting(ClinicalEvent::trigger)
                        .containsOnly(envelope.header().type());
            }
            case ReadResult.Unreadable unreadable -> {
                assertThat(unreadable.problem()).isNotBlank();
                assertThat(unreadable.code()).isIn(100, 101, 103, 200);
                envelope.problem().ifPresent(problem -> assertThat(problem).isEqualTo(unreadable));
            }
        }
        return result;
    }

    @Provide
    Arbitrary<byte[]> mutations() {
        Arbitrary<Mutation> mutation = Combinators.combine(
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.of(STRUCTURE).list().ofMaxSize(6))
                .as(Mutation::new);
        return Combinators.combine(
                        Arbitraries.of(MESSAGES), mutation.list().ofMinSize(1).ofMaxSize(12))
                .as((message, all) -> {
                    byte[] mutated = message;
                    for (Mutation each : all) {
                        mutated = each.applyTo(mutated);
                    }
                    return mutated;
                });
    }

    @Provide
    Arbitrary<byte[]> truncations() {
        return Arbitraries.of(MESSAGES)
                .flatMap(message -> Arbitraries.integers()
                        .between(0, message.length)
                        .map(length -> Arrays.copyOf(message, length)));
    }

    @Provide
    Arbitrary<String> charsets() {
        return Arbitraries.of(Charset.availableCharsets().keySet());
    }

    /** Cuts some bytes out at a place and puts others in. */
    private record Mutation(double place, int cut, List<Byte> put) {

        byte[] applyTo(byte[] message) {
            int start = (int) (place * message.length);
            int end = Math.min(message.length, start + cut);
            byte[] mutated = new byte[message.length - (end - start) + put.size()];
            System.arraycopy(message, 0, mutated, 0, start);
            for (int i = 0; i < put.size(); i++) {
                mutated[start + i] = put.get(i);
            }
            System.arraycopy(message, end, mutated, start + put.size(), message.length - end);
            return mutated;
        }
    }
}
