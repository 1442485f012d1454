package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.countersign.event.Delimiters;
import org.countersign.event.MessageHeader;
import org.countersign.event.Site;
import org.countersign.testing.MutableClock;
import org.junit.jupiter.api.Test;

class AcknowledgementTest {

    private final Acknowledgement acknowledgement =
            new Acknowledgement(new MutableClock(Instant.parse("2030-03-04T09:00:00Z")));

    @Test
    void anAcceptedMessageIsAnsweredAaWithSenderAndReceiverSwapped() {
        List<String> segments = answer(header("SIU", "S12", "4711", "2.5.1"), Optional.empty());
        assertThat(segments).hasSize(2);
        assertThat(segments.get(0))
                .matches("MSH\\|\\^~\\\\&\\|HUB\\|HERE\\|SCHED\\|GOOD\\^1\\.2\\^ISO\\|20300304100000\\+0100\\|\\|"
                        + "ACK\\^S12\\^ACK\\|[0-9A-Z]{20}\\|P\\|2\\.5\\.1");
        assertThat(segments.get(1)).isEqualTo("MSA|AA|4711");
    }

    @Test
    void everyAnswerHasAControlIdOfItsOwn() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            ids.add(answer(header("SIU", "S12", "1", "2.5.1"), Optional.empty())
                    .getFirst()
                    .split("\\|")[9]);
        }
        assertThat(ids).hasSize(1000).allMatch(id -> id.length() <= 20);
    }

    @Test
    void from25TheErrorIsInFieldsOfItsOwn() {
        List<String> segments = answer(header("SIU", "S12", "4711", "2.5"), Optional.of(Refusal.conflict()));
        assertThat(segments.get(1)).isEqualTo("MSA|AE|4711");
        assertThat(segments.get(2))
                .isEqualTo("ERR||MSH^1^10|205^Duplicate key identifier^HL70357|E||||"
                        + "The control id was used before for another message; this one was not taken");
    }

    @Test
    void before25TheErrorIsOneFieldAndTheSentenceInMsa3() {
        List<String> segments = answer(header("SIU", "S12", "4711", "2.4"), Optional.of(Refusal.conflict()));
        assertThat(segments.get(1))
                .isEqualTo("MSA|AE|4711|The control id was used before for another message; this one was not taken");
        assertThat(segments.get(2)).isEqualTo("ERR|MSH^1^10^205&Duplicate key identifier&HL70357");
    }

    @Test
    void anErrorOfTheWholeMessageHasNoLocation() {
        assertThat(answer(header("SIU", "S12", "1", "2.4"), Optional.of(Refusal.tryAgain()))
                        .get(2))
                .isEqualTo("ERR|^^^207&Application internal error&HL70357");
        assertThat(answer(header("SIU", "S12", "1", "2.5.1"), Optional.of(Refusal.tooLong(4096)))
                        .get(2))
                .isEqualTo("ERR|||104^Value too long^HL70357|E||||"
                        + "The message is longer than 4,096 bytes and was not taken");
    }

    @Test
    void aVersion23PeerGetsThePlainMessageType() {
        assertThat(answer(header("ADT", "A04", "1", "2.3"), Optional.empty()).getFirst())
                .contains("|ACK|")
                .endsWith("|P|2.3");
        assertThat(answer(header("ADT", "A04", "1", "2.3.1"), Optional.empty()).getFirst())
                .contains("|ACK^A04^ACK|");
    }

    @Test
    void theDelimitersOfTheRequestAreUsed() {
        Delimiters odd = new Delimiters('#', '*', '+', '!', '%');
        MessageHeader request = header(odd, "SIU", "S12", "4711", "2.5", "");
        List<String> segments = answer(request, Optional.of(Refusal.unreadable("PID-3 is empty # at all", 101)));
        assertThat(segments.getFirst()).startsWith("MSH#*+!%#HUB#HERE#SCHED#").contains("#ACK*S12*ACK#");
        assertThat(segments.get(2))
                .isEqualTo("ERR###101*Required field missing*HL70357#E####PID-3 is empty !F! at all");
    }

    @Test
    void delimitersThatCannotServeAreNotUsed() {
        Delimiters broken = new Delimiters('|', '|', 'A', '\r', '\0');
        assertThat(answer(header(broken, "SIU", "S12", "1", "2.5", ""), Optional.empty())
                        .getFirst())
                .startsWith("MSH|^~\\&|HUB|");
    }

    @Test
    void noFieldOfTheRequestCanBreakTheAnswer() {
        MessageHeader hostile = new MessageHeader(
                Delimiters.STANDARD,
                "A\rMSA|AA|1\r",
                "B\u001c\r\u000b",
                "C|D",
                "E\n",
                "SIU",
                "S12\rMSA|AA",
                "",
                "id|1\rMSA|AA|id",
                "P\r",
                "2.5.1\n",
                "",
                "",
                "",
                false);
        List<String> segments = answer(hostile, Optional.of(Refusal.conflict()));
        assertThat(segments).hasSize(3);
        assertThat(segments.get(0))
                .startsWith("MSH|^~\\&|C\\F\\D|E|AMSA\\F\\AA\\F\\1|B|")
                .doesNotMatch(".*[\\x00-\\x1f].*");
        assertThat(segments.get(0).split("\\|")[8]).isEqualTo("ACK^S12MSAAA^ACK");
        assertThat(segments.get(1)).isEqualTo("MSA|AE|id\\F\\1MSA\\F\\AA\\F\\id");
    }

    @Test
    void aMessageWithoutAReadableHeaderIsAnsweredToo() {
        MessageHeader nothing =
                new MessageHeader(Delimiters.STANDARD, "", "", "", "", "", "", "", "", "", "", "", "", "", false);
        List<String> segments = answer(nothing, Optional.of(Refusal.unreadable("The message has no MSH segment", 100)));
        assertThat(segments.get(0))
                .matches("MSH\\|\\^~\\\\&\\|{5}20300304100000\\+0100\\|\\|ACK\\|\\w{20}\\|P\\|2\\.5\\.1");
        assertThat(segments.get(1)).isEqualTo("MSA|AR");
        assertThat(segments.get(2)).startsWith("ERR|||100^Segment sequence error^HL70357|E|");
    }

    @Test
    void bytesThatAreNotAsciiComeBackAsSentUnderTheCharsetOfTheFeed() {
        String utf8 = new String("Grün".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        MessageHeader request = header(Delimiters.STANDARD, "SIU", "S12", utf8, "2.5.1", "");
        byte[] answer = acknowledgement.write(request, site(StandardCharsets.UTF_8), Optional.empty());
        assertThat(new String(answer, StandardCharsets.UTF_8)).contains("|2.5.1||||||UNICODE UTF-8\r", "MSA|AA|Grün\r");
        byte[] latin = acknowledgement.write(request, site(StandardCharsets.ISO_8859_1), Optional.empty());
        assertThat(new String(latin, StandardCharsets.UTF_8)).contains("|2.5.1||||||8859/1\r", "MSA|AA|Grün\r");
    }

    @Test
    void msh18ComesBackAsSent() {
        MessageHeader told = header(Delimiters.STANDARD, "SIU", "S12", "1", "2.5.1", "UNICODE UTF-8");
        assertThat(answer(told, Optional.empty()).getFirst()).endsWith("|2.5.1||||||UNICODE UTF-8");
    }

    private List<String> answer(MessageHeader request, Optional<Refusal> refusal) {
        byte[] bytes = acknowledgement.write(request, site(StandardCharsets.ISO_8859_1), refusal);
        return List.of(new String(bytes, StandardCharsets.ISO_8859_1).split("\r"));
    }

    private static Site site(Charset charset) {
        return new Site("scheduling", "Good Health", ZoneId.of("Europe/Berlin"), "DE", charset);
    }

    private static MessageHeader header(String code, String trigger, String controlId, String version) {
        return header(Delimiters.STANDARD, code, trigger, controlId, version, "");
    }

    private static MessageHeader header(
            Delimiters delimiters, String code, String trigger, String controlId, String version, String charset) {
        return new MessageHeader(
                delimiters,
                "SCHED",
                "GOOD^1.2^ISO",
                "HUB",
                "HERE",
                code,
                trigger,
                code + "_" + trigger,
                controlId,
                "P",
                version,
                "",
                "",
                charset,
                false);
    }
}
