package org.countersign.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.countersign.event.SentMessage;
import org.countersign.platform.OperationalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer says, byte for byte. */
class AnswerWriterTest {

    private static final UUID ID = UUID.fromString("6f3c1c52-5d1a-4c9e-9a3c-0c8a4b1d2e3f");
    private static final String REFILL = """
            MSH|^~\\&|PHARMACY|RIVERSIDE|HUB|CLINIC|20261124103000||RDE^O25^RDE_O11|PHARM-1|P|2.5.1
            PID|1||MRN-1^^^RIVERSIDE^MR||Okafor^Tomas||19710803|M|||8 Mission Street
            ORC|NW|P-1^EHR|F-1^PHARMACY
            RXE||111^other drug^RXNORM|1||TAB||||||||||RX-1
            ORC|RF|P-2^EHR|F-2^PHARMACY|G-2
            TQ1|1||BID
            RXE||861007^metformin\\T\\more^RXNORM|1||TAB^tablet|||||60|TAB^tablet|3|||RX-2|2
            NTE|1||Not to be repeated
            RXR|PO^Oral
            ORC|RF|P-3^EHR|F-3^PHARMACY
            RXE||333^third drug^RXNORM|1||TAB||||||||||RX-3
            """;

    @Test
    void aConfirmedRefillIsApprovedWithTheIdsAndTheDrugOfItsOwnGroup() {
        assertThat(write(
                        REFILL,
                        answer(AnswerKind.REFILL, "MedicationRequest/RX-2", "VERIFIED"),
                        Destination.Role.PLACER))
                .isEqualTo(String.join(
                        "\r",
                        "MSH|^~\\&|HUB|CLINIC|PHARMACY|RIVERSIDE|20300101100000+0000||RRE^O26^RRE_O12|"
                                + answer(AnswerKind.REFILL, "", "").controlId() + "|P|2.5.1|||AL|NE",
                        "MSA|AA|PHARM-1",
                        "PID|||MRN-1^^^RIVERSIDE^MR||Okafor^Tomas",
                        "ORC|AF|P-2^EHR|F-2^PHARMACY|G-2",
                        "TQ1|1||BID",
                        "RXE||861007^metformin\\T\\more^RXNORM|1||TAB^tablet|||||60|TAB^tablet|3|||RX-2|2",
                        "RXR|PO^Oral",
                        ""));
    }

    @ParameterizedTest
    @CsvSource({
        "VERIFIED, PLACER, AF, ''",
        "VERIFIED, FILLER, OF, ''",
        "EXPIRED, PLACER, DF, EXPIRED^The code did not come back in time^99CSN",
        "LOCKED, FILLER, UF, LOCKED^Too many wrong codes came back^99CSN",
        "CANCELLED, FILLER, UF, CANCELLED^The request was withdrawn^99CSN",
        "UNDELIVERED, PLACER, DF, UNDELIVERED^The code could not be delivered^99CSN"
    })
    void whatTheEndOfAChallengeMeansDependsOnTheHubsSide(
            String outcome, Destination.Role role, String control, String reason) {
        SentMessage answer = sent(write(REFILL, answer(AnswerKind.REFILL, "MedicationRequest/RX-3", outcome), role));
        assertThat(answer.field("ORC", 1)).isEqualTo(control);
        assertThat(answer.field("ORC", 2)).isEqualTo("P-3^EHR");
        assertThat(answer.field("ORC", 16)).isEqualTo(reason);
        assertThat(answer.field("MSA", 1)).isEqualTo("AA");
    }

    @ParameterizedTest
    @CsvSource({
        "RDE^O25, 2.5.1, RRE^O26^RRE_O12",
        "RDE^O11, 2.4, RRE^O12^RRE_O12",
        "ORM^O01, 2.3, ORR^O02",
        "ORM^O01, 2.3.1, ORR^O02^ORR_O02",
        "OMP^O09, 2.5, ORP^O10^ORP_O10"
    })
    void theAnswerMirrorsTheRequest(String request, String version, String answer) {
        String message = REFILL.replace("RDE^O25^RDE_O11", request).replace("|2.5.1", "|" + version);
        SentMessage written = sent(write(
                message, answer(AnswerKind.REFILL, "MedicationRequest/RX-2", "VERIFIED"), Destination.Role.FILLER));
        assertThat(written.field("MSH", 9)).isEqualTo(answer);
        assertThat(written.field("MSH", 12)).isEqualTo(version);
    }

    @Test
    void delimitersAreTheRequestsOwnAndWhatIsOursIsEscapedForThem() {
        // a sender whose component separator is a letter of our words would break them
        String message = REFILL.replace("|^~\\&|", "|#~\\$|").replace('^', '#').replace("\\T\\", "");
        String written =
                write(message, answer(AnswerKind.REFILL, "MedicationRequest/RX-2", "EXPIRED"), Destination.Role.PLACER);
        assertThat(written).startsWith("MSH|#~\\$|HUB|CLINIC|").contains("|RRE#O26#RRE_O12|");
        assertThat(sent(written).field("ORC", 16)).isEqualTo("EXPIRED#The code did not come back in time#99CSN");
        String odd = REFILL.replace("|^~\\&|", "|^~\\d|");
        assertThat(write(odd, answer(AnswerKind.REFILL, "MedicationRequest/RX-2", "EXPIRED"), Destination.Role.PLACER))
                .contains("The co\\T\\e \\T\\i\\T\\ not come back in time");
    }

    @ParameterizedTest
    @CsvSource({"UNICODE UTF-8, UTF-8, Müller 李", "8859/1, ISO-8859-1, Müller", "BIG-5, Big5, 功蓋", "'', UTF-8, Müller"})
    void namesComeBackInTheCharsetOfTheRequest(String msh18, String charset, String name) {
        String message = REFILL.replace("|2.5.1", "|2.5.1||||||" + msh18).replace("Okafor", name);
        byte[] bytes = message.replace('\n', '\r').getBytes(Charset.forName(charset));
        byte[] written = AnswerWriter.write(
                SentMessage.of(bytes),
                answer(AnswerKind.REFILL, "MedicationRequest/RX-2", "VERIFIED"),
                Destination.Role.PLACER);
        assertThat(new String(written, Charset.forName(charset)))
                .contains("PID|||MRN-1^^^RIVERSIDE^MR||" + name + "^Tomas\r")
                .contains("ORC|AF|P-2");
        assertThat(SentMessage.of(written).field("MSH", 18)).isEqualTo(msh18);
    }

    @Test
    void nothingThatEndsAFrameOrASegmentComesBack() {
        String message = REFILL.replace("P-2^EHR", "P-2\u001C\u000B^EHR");
        assertThat(write(
                        message,
                        answer(AnswerKind.REFILL, "MedicationRequest/RX-2", "VERIFIED"),
                        Destination.Role.PLACER))
                .contains("ORC|AF|P-2^EHR|")
                .doesNotContain("\u001C", "\u000B", "\n");
    }

    @Test
    void aRefillThatTheMessageDoesNotHoldIsAnError() {
        Answer answer = answer(AnswerKind.REFILL, "MedicationRequest/RX-1", "VERIFIED");
        assertThatThrownBy(() -> write(REFILL, answer, Destination.Role.PLACER))
                .isInstanceOf(OperationalException.class)
                .hasMessageContaining("does not hold the refill");
    }

    @Test
    void aVerifiedAppointmentIsToldAsBooked() {
        String siu = "MSH|^~\\&|SCHED|CLINIC|HUB|X|2026||SIU^S12^SIU_S12|S-1|P|2.5.1\r"
                + "SCH|P-1|F-1||||ROUTINE\r"
                + "TQ1|1||||||20300601090000\rPID|1||MRN-1||Okafor^Tomas||1971\rRGS|1\r"
                + "AIS|1||EYE^Eye|20300601090000||||||Pending\rAIL|1||Room 4\r";
        List<String> lines = write(
                        siu, answer(AnswerKind.APPOINTMENT, "Appointment/F-1", "VERIFIED"), Destination.Role.PLACER)
                .lines()
                .skip(1)
                .toList();
        assertThat(lines)
                .containsExactly(
                        "SCH|P-1|F-1||||ROUTINE|||||||||||||||||||Booked^Booked^HL70278",
                        "TQ1|1||||||20300601090000",
                        "PID|||MRN-1||Okafor^Tomas",
                        "RGS|1",
                        "AIS|1||EYE^Eye|20300601090000||||||Booked^Booked^HL70278",
                        "AIL|1||Room 4");
    }

    @Test
    void anApplicationAcknowledgementSaysWhatBecameOfTheMessage() {
        String written = write(REFILL, answer(AnswerKind.ACKNOWLEDGEMENT, "", "AE"), Destination.Role.PLACER);
        assertThat(written)
                .contains("||ACK^O25^ACK|")
                .contains("\rMSA|AE|PHARM-1\r")
                .contains("\rERR|||207^Application internal error^HL70357|E\r");
    }

    @Test
    void controlIdsFitTheFieldAndDifferByTheirRow() {
        assertThat(answer(AnswerKind.REFILL, "", "").controlId()).matches("[0-9A-Z]{20}");
        List<String> ids = java.util.stream.Stream.generate(UUID::randomUUID)
                .limit(10_000)
                .map(id -> with(id).controlId())
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
    }

    private static String write(String request, Answer answer, Destination.Role role) {
        return new String(AnswerWriter.write(sent(request), answer, role), StandardCharsets.UTF_8);
    }

    private static SentMessage sent(String message) {
        return SentMessage.of(message.replace('\n', '\r').getBytes(StandardCharsets.UTF_8));
    }

    private static Answer answer(AnswerKind kind, String act, String outcome) {
        return new Answer(
                1,
                ID,
                Instant.parse("2030-01-01T10:00:00Z"),
                "pharmacy",
                kind,
                "patient",
                Optional.of(ID),
                OptionalLong.of(1),
                act,
                outcome,
                false,
                1);
    }

    private static Answer with(UUID id) {
        return new Answer(
                1,
                id,
                Instant.EPOCH,
                "",
                AnswerKind.REFILL,
                "",
                Optional.empty(),
                OptionalLong.empty(),
                "",
                "",
                false,
                1);
    }
}
