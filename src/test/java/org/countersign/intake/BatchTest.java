package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {

    private static final String ONE = "MSH|^~\\&|A|B|||2026||ADT^A04|1|P|2.5\rPID|1||7\r";
    private static final String TWO = "MSH|^~\\&|A|B|||2026||ADT^A04|2|P|2.5\rPID|1||8\r";

    @Test
    void messagesAreCutOutByteForByte() {
        Batch batch = batch("BHS|^~\\&|A\r" + ONE + TWO + "BTS|2\r");
        assertThat(texts(batch.groups().getFirst())).containsExactly(ONE, TWO);
        assertThat(batch.file()).isEmpty();
        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.groups().getFirst().problem()).isEmpty();
    }

    @Test
    void aFileHoldsBatches() {
        Batch batch = batch("FHS|^~\\&|A|B|C|D|2026||n||F1\rBHS|^~\\&|||||||||B1\r" + ONE + "BTS|1\r"
                + "BHS|^~\\&|||||||||B2\r" + TWO + "BTS|1\rFTS|2\r");
        assertThat(batch.groups()).hasSize(2);
        assertThat(batch.file().orElseThrow().controlId()).isEqualTo("F1");
        assertThat(batch.groups().get(1).header().orElseThrow().controlId()).isEqualTo("B2");
        assertThat(batch.problem()).isEmpty();
    }

    @Test
    void aFileWithoutBatchHeadersIsOneBatch() {
        Batch batch = batch("FHS|^~\\&|A\r" + ONE + TWO + "FTS|1");
        assertThat(texts(batch.groups().getFirst())).containsExactly(ONE, TWO);
        assertThat(batch.groups().getFirst().header()).isEmpty();
    }

    @Test
    void aMessageBehindTheTrailerIsStillTaken() {
        Batch batch = batch("BHS|^~\\&|A\r" + ONE + "BTS|1\r" + TWO);
        assertThat(batch.groups()).hasSize(2);
        assertThat(batch.envelope().sendingApplication()).isEqualTo("A");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', emptyValue = "", textBlock = """
            BTS|3; BTS-1 says 3, and 1 messages came
            BTS|x; BTS-1 is no number
            BTS|99999999999; BTS-1 is no number
            BTS; ''
            BTS|""|all well; ''
            BTS|1|all well; ''
            ZZZ|1; BTS is missing
            """)
    void aCountThatDisagreesIsTold(String trailer, String problem) {
        assertThat(batch("BHS|^~\\&|A\r" + ONE + trailer + "\r")
                        .groups()
                        .getFirst()
                        .problem())
                .isEqualTo(problem);
    }

    @Test
    void aCountOfBatchesThatDisagreesIsTold() {
        assertThat(batch("FHS|^~\\&\rBHS|^~\\&|A\r" + ONE + "BTS|1\rFTS|2\r").problem())
                .isEqualTo("FTS-1 says 2, and 1 batches came");
    }

    @Test
    void segmentsOutsideOfAMessageAreToldOf() {
        assertThat(batch("BHS|^~\\&|A\rPID|1||7\r" + ONE + "BTS|1\r")
                        .groups()
                        .getFirst()
                        .problem())
                .isEqualTo("Segments outside of a message were left out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BHS|^~\\&|A", "FHS|^~\\&", "\r\n BHS#", "\u00EF\u00BB\u00BFBHS|^~\\&|A"})
    void aFrameThatStartsWithABatchHeaderIsABatch(String frame) {
        assertThat(Batch.isBatch(frame.getBytes(StandardCharsets.ISO_8859_1))).isTrue();
        assertThat(batch(frame).size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "B", "BHS", "FHSX|", "MSH|^~\\&|BHS|", "BTS|1"})
    void otherFramesAreNot(String frame) {
        assertThat(Batch.isBatch(frame.getBytes(StandardCharsets.ISO_8859_1))).isFalse();
    }

    private static Batch batch(String text) {
        return Batch.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<String> texts(Batch.Group group) {
        return group.messages().stream()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .toList();
    }
}
