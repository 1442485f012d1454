package org.countersign.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.countersign.event.ReadResult.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageHeaderReaderTest {

    private static final String MSH =
            "MSH|^~\\&|SCHED^1.2^ISO|CLINIC|HUB^X|HERE|20260101||SIU^S12^SIU_S12|C-1|P^T|2.5.1^USA|||AL|NE|USA|8859/1~X";

    @Test
    void allFieldsOfTheHeaderAreRead() {
        assertThat(header(MSH, "PID|1||7"))
                .isEqualTo(new MessageHeader(
                        Delimiters.STANDARD,
                        "SCHED^1.2^ISO",
                        "CLINIC",
                        "HUB^X",
                        "HERE",
                        "SIU",
                        "S12",
                        "SIU_S12",
                        "C-1",
                        "P",
                        "2.5.1",
                        "AL",
                        "NE",
                        "8859/1",
                        false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n", "\n\n"})
    void segmentsEndInCrOrLfOrBoth(String end) {
        Envelope envelope = read(MSH + end + "EVN|S12" + end + "PID|1||7^^^A&1.2&ISO~8" + end);
        assertThat(envelope.patientId()).isEqualTo("7");
        assertThat(envelope.patientAuthority()).isEqualTo("A&1.2&ISO");
    }

    @Test
    void aByteOrderMarkAndBlankLinesMayComeFirst() {
        assertThat(read("\u00EF\u00BB\u00BF" + MSH).problem()).isEmpty();
        assertThat(read("\r\n \r\n" + MSH).header().controlId()).isEqualTo("C-1");
        assertThat(read("\u00EF\u00BB\u00BF\r\n" + MSH).header().controlId()).isEqualTo("C-1");
    }

    @Test
    void theMessageNamesItsOwnDelimiters() {
        Envelope envelope = read("MSH$%*!@$A$$$$$$SIU%S12$9$P$2.5\rPID$1$$7!S!%%%B@2*8");
        assertThat(envelope.header().delimiters()).isEqualTo(new Delimiters('$', '%', '*', '!', '@'));
        assertThat(envelope.header().type()).isEqualTo("SIU^S12");
        assertThat(envelope.patientId()).isEqualTo("7%");
        assertThat(envelope.patientAuthority()).isEqualTo("B@2");
    }

    @ParameterizedTest
    @CsvSource({"^~\\&#", "^~\\&", "^~\\", "^~", "^"})
    void aTruncationCharacterOrAShortMsh2ChangesNothingElse(String encoding) {
        Envelope envelope = read("MSH|" + encoding + "|A|B|C|D|2026||SIU^S12|9");
        assertThat(envelope.header().delimiters()).isEqualTo(Delimiters.STANDARD);
        assertThat(envelope.header().type()).isEqualTo("SIU^S12");
        assertThat(envelope.problem()).isEmpty();
    }

    @Test
    void theFirstRepetitionOfTheFirstPatientNamesThePatient() {
        Envelope envelope = read(MSH + "\rPID|1||7^^^A~8^^^B\rPID|2||9^^^C");
        assertThat(envelope.patientId()).isEqualTo("7");
        assertThat(envelope.patientAuthority()).isEqualTo("A");
    }

    @Test
    void aMessageWithoutAPatientHasNone() {
        assertThat(read(MSH).patientId()).isEmpty();
        assertThat(read(MSH + "\rPID").patientId()).isEmpty();
        assertThat(read(MSH + "\rPID|1||\"\"").patientId()).isEmpty();
        assertThat(read(MSH + "\rPIDX|1||7").patientId()).isEmpty();
    }

    @Test
    void theControlIdIsTheWholeFieldSinceAnswersGiveItBackUnchanged() {
        assertThat(read("MSH|^~\\&|A|B|C|D|2026||SIU^S12| C^1\\T\\~2 |P")
                        .header()
                        .controlId())
                .isEqualTo(" C^1\\T\\~2 ");
    }

    @Test
    void anMsaSegmentMakesItAnAnswer() {
        assertThat(header("MSH|^~\\&|A|B|C|D|2026||ACK|9", "MSA|AA|1").acknowledgement())
                .isTrue();
        assertThat(header("MSH|^~\\&|A|B|C|D|2026||ACK|9", "NTE|MSA|").acknowledgement())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "   "})
    void nothingIsASegmentSequenceError(String nothing) {
        assertThat(read(nothing).problem()).contains(new Unreadable("The message is empty", 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PID|1||SECRET", "SECRET", "MSH", "MSHSECRET", "msh|^~\\&|SECRET"})
    void whatDoesNotStartWithMshIsASegmentSequenceErrorAndIsNotQuoted(String text) {
        Unreadable problem = read(text).problem().orElseThrow();
        assertThat(problem.code()).isEqualTo(100);
        assertThat(problem.problem()).contains("MSH").doesNotContain("SECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FHS|^~\\&|A\rBHS|^~\\&|A\rMSH|", "BHS|^~\\&|A\rMSH|"})
    void aBatchIsAnUnsupportedType(String batch) {
        Unreadable problem = read(batch).problem().orElseThrow();
        assertThat(problem.code()).isEqualTo(200);
        assertThat(problem.problem()).contains("batch");
    }

    @Test
    void ofABatchTheEndsAndTheControlIdAreRead() {
        MessageHeader header =
                read("BHS#*+!%#APP#FAC#HUB#HERE#2026####B77##\rMSH#*+!%#").header();
        assertThat(header.delimiters().component()).isEqualTo('*');
        assertThat(List.of(header.sendingApplication(), header.sendingFacility(), header.receivingApplication()))
                .containsExactly("APP", "FAC", "HUB");
        assertThat(header.receivingFacility()).isEqualTo("HERE");
        assertThat(header.controlId()).isEqualTo("B77");
    }

    @Test
    void aMissingTypeOrControlIdIsARequiredFieldMissing() {
        assertThat(read("MSH|^~\\&|A|B|C|D|2026|||C-1|P").problem())
                .hasValueSatisfying(problem -> assertThat(problem.problem()).contains("MSH-9"))
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(101));
        Envelope envelope = read("MSH|^~\\&|A|B|C|D|2026||SIU^S12||P");
        assertThat(envelope.problem().orElseThrow().problem()).contains("MSH-10");
        assertThat(envelope.problem().orElseThrow().code()).isEqualTo(101);
        assertThat(envelope.header().sendingApplication()).as("for the answer").isEqualTo("A");
    }

    private static MessageHeader header(String... segments) {
        return MessageHeaderReader.read(Samples.message(segments)).header();
    }

    private static Envelope read(String text) {
        return MessageHeaderReader.read(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
