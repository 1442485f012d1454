package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.countersign.event.MessageHeaderReader;
import org.countersign.testing.MllpSender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the socket to the row and back. */
class EventIntakeIT {

    private static final Path SAMPLES = Path.of("src/test/resources/hl7v2/samples");

    private static IntakeParts parts;
    private static int port;
    private static int smallPort;

    @BeforeAll
    static void start() throws Exception {
        parts = IntakeParts.open();
        port = parts.listen("one");
        smallPort = parts.listen("small");
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @BeforeEach
    void empty() {
        parts.empty();
    }

    @Test
    void aThousandPipelinedMessagesAreAnsweredInOrderAndStoredInOrder() throws Exception {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            messages.add(Messages.booking("C" + i, "P" + i % 50, "A" + i));
        }
        try (MllpSender sender = new MllpSender(port)) {
            List<String> answers = sender.sendAll(messages);
            for (int i = 0; i < 1000; i++) {
                assertThat(answers.get(i)).contains("\rMSA|AA|C" + i + "\r");
            }
        }
        List<String> ids = column("control_id");
        assertThat(ids).hasSize(1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(ids.get(i)).isEqualTo("C" + i);
        }
    }

    @Test
    void theRowHoldsTheBytesSealedAndWhatTheyAreFoundBy() {
        String message = Messages.booking("C1", "PATID1", "A1");
        accept(message);
        byte[] raw =
                parts.jdbc().sql("select raw from inbox").query(byte[].class).single();
        assertThat(new String(raw, StandardCharsets.ISO_8859_1)).doesNotContain("Everywoman", "PATID1");
        assertThat(new String(
                        parts.hub.get(org.countersign.platform.KeyRing.class).open(raw), StandardCharsets.US_ASCII))
                .isEqualTo(message);
        assertThat(column("message_type || ' ' || sender || ' ' || feed")).containsExactly("SIU^S12 SCHED|GOOD one");
        assertThat(column("patient_key").getFirst()).matches("[0-9a-f]{32}");
    }

    @Test
    void messagesOfOnePatientShareAKeyAndOthersDoNot() {
        accept(Messages.booking("C1", "PATID1", "A1"));
        accept(Messages.booking("C2", "PATID1", "A2"));
        accept(Messages.booking("C3", "PATID2", "A3"));
        accept("MSH|^~\\&|SCHED|GOOD|||2026||ADT^A01|C4|P|2.5\r");
        accept("MSH|^~\\&|SCHED|GOOD|||2026||ADT^A01|C5|P|2.5\r");
        List<String> keys = column("patient_key");
        assertThat(keys.get(0)).isEqualTo(keys.get(1));
        assertThat(keys.stream().distinct()).hasSize(4);
    }

    @Test
    void aDuplicateGetsTheFirstAnswerAgainByteForByte() {
        String message = Messages.booking("C1", "P1", "A1");
        String first = accept(message);
        assertThat(first).contains("MSA|AA|C1");
        assertThat(accept(message)).isEqualTo(first);
        assertThat(parts.rows()).containsExactly("WAITING");
    }

    @Test
    void theSameIdWithOtherBytesIsAnErrorAndIsKept() {
        accept(Messages.booking("C1", "P1", "A1"));
        String answer = accept(Messages.booking("C1", "P1", "A2"));
        assertThat(answer).contains("\rMSA|AE|C1\r").contains("\rERR||MSH^1^10|205^");
        assertThat(parts.rows())
                .containsExactly(
                        "WAITING",
                        "CONFLICT: The control id was used before for another message; this one was not taken");
    }

    @Test
    void theSameIdFromAnotherSenderOrOnAnotherFeedIsAnotherMessage() {
        String message = Messages.booking("C1", "P1", "A1");
        accept(message);
        accept(message.replace("GOOD|HUB", "BETTER|HUB"));
        parts.accept("two", message);
        assertThat(parts.rows()).containsExactly("WAITING", "WAITING", "WAITING");
    }

    @Test
    void aFeedThatRepeatsItsIdsHasNoConflictsAndStillNoDoubles() {
        String one = Messages.booking("MSG00001", "P1", "A1");
        String two = Messages.booking("MSG00001", "P2", "A2");
        String first = parts.accept("loose", one);
        assertThat(parts.accept("loose", two)).contains("MSA|AA|MSG00001").isNotEqualTo(first);
        assertThat(parts.accept("loose", one)).isEqualTo(first);
        assertThat(parts.rows()).containsExactly("WAITING", "WAITING");
    }

    @Test
    void aFrameOverTheLimitIsRejectedByWhatWasSeenOfItAndTheNextIsTaken() throws Exception {
        String tooLong = Messages.booking("C1", "P1", "A1") + "NTE|1||" + "x".repeat(5000) + "\r";
        try (MllpSender sender = new MllpSender(smallPort)) {
            List<String> answers = sender.sendAll(List.of(tooLong, Messages.booking("C2", "P1", "A2")));
            assertThat(answers.get(0)).contains("\rMSA|AR|C1\r").contains("\rERR|||104^Value too long^HL70357|E|");
            assertThat(answers.get(1)).contains("\rMSA|AA|C2\r");
        }
        assertThat(parts.rows())
                .containsExactly("UNREADABLE: The message is longer than 2,048 bytes and was not taken", "WAITING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no message", "PID|1||4711^^^GOOD\r"})
    void whatIsNoMessageIsAnsweredWithoutBeingQuotedAndIsKept(String nothing) {
        String answer = accept(nothing);
        assertThat(answer)
                .startsWith("MSH|^~\\&|")
                .contains("\rMSA|AR\r")
                .contains("\rERR|||")
                .doesNotContain("4711");
        assertThat(parts.rows()).singleElement().asString().startsWith("UNREADABLE: ");
        accept(nothing);
        assertThat(parts.rows()).as("nothing tells whether it is the same one").hasSize(2);
    }

    @Test
    void aMendedMessageMayUseTheControlIdOfARefusedOne() {
        String good = Messages.booking("C1", "P1", "A1");
        assertThat(accept(good.replace("SIU^S12^SIU_S12", "")))
                .contains("MSA|AE|C1")
                .contains("101^");
        assertThat(accept(good)).contains("MSA|AA|C1");
    }

    @Test
    void segmentsMayEndInLfOrCrlfAndABomMayStandBefore() {
        String message = Messages.booking("C1", "PATID1", "A1");
        assertThat(accept("\u00ef\u00bb\u00bf" + message.replace("\r", "\n"))).contains("\rMSA|AA|C1\r");
        assertThat(accept(message.replace("C1", "C2").replace("\r", "\r\n"))).contains("\rMSA|AA|C2\r");
        accept(message.replace("C1", "C3"));
        assertThat(column("patient_key").stream().distinct()).hasSize(1);
    }

    @Test
    void delimitersAreTheSendersOwn() {
        String answer = accept(
                "MSH#*+!%#SCHED#GOOD*1*ISO#HUB#HERE#2026##SIU*S12*SIU_S12#C*1#P#2.5.1\r" + "PID#1##PATID1***GOOD*MR\r");
        assertThat(answer).startsWith("MSH#*+!%#HUB#HERE#SCHED#GOOD*1*ISO#").contains("\rMSA#AA#C*1\r");
        accept(Messages.booking("C2", "PATID1", "A1"));
        assertThat(column("patient_key").stream().distinct()).hasSize(1);
        assertThat(column("message_type")).containsOnly("SIU^S12");
    }

    @Test
    void anAcknowledgementIsKeptAndNeverAcknowledged() {
        String ack = "MSH|^~\\&|A|B|C|D|2026||ACK^S12^ACK|R1|P|2.5.1\rMSA|AA|4711\r";
        accept(Messages.booking("C1", "P1", "A1"));
        assertThat(accept(ack)).isEmpty();
        assertThat(accept(ack)).isEmpty();
        assertThat(accept("MSH|^~\\&|A|B|C|D|2026||ACK\rMSA|AE|4711\r")).isEmpty();
        assertThat(parts.rows())
                .containsExactly("WAITING", "DONE: An answer to another message", "DONE: An answer to another message");
    }

    @Test
    void anAcknowledgementThatAsksForACommitAcknowledgementGetsThatAndNoOther() {
        String ack = "MSH|^~\\&|A|B|C|D|2026||ACK^S12^ACK|R1|P|2.5.1|||AL|AL\rMSA|AA|4711\r";
        assertThat(accept(ack)).contains("\rMSA|CA|R1\r").contains("|P|2.5.1|||NE|NE\r");
        assertThat(accept(ack)).contains("\rMSA|CA|R1\r");
        assertThat(parts.rows()).containsExactly("DONE: An answer to another message");
    }

    @Test
    void inEnhancedModeWhatWillNeverBeTakenIsCr() {
        String asked = Messages.booking("C1", "P1", "A1").replace("|P|2.5.1", "|P|2.5.1|||AL|NE");
        String first = accept(asked);
        assertThat(first).contains("\rMSA|CA|C1\r");
        assertThat(accept(asked)).isEqualTo(first);
        assertThat(accept(asked.replace("Ada", "Eve")))
                .contains("\rMSA|CR|C1\r")
                .contains("|205^");
    }

    @Test
    void aWideCharsetIsRefusedByName() {
        String named = Messages.booking("C1", "P1", "A1").replace("|P|2.5.1", "|P|2.5.1||||||UNICODE UTF-16");
        assertThat(accept(named))
                .contains("\rMSA|AR|C1\r")
                .contains("MSH^1^18|103^")
                .contains("UTF-16");
        String wide = new String(named.getBytes(StandardCharsets.UTF_16), StandardCharsets.ISO_8859_1);
        assertThat(accept(wide)).contains("\rMSA|AR\r").contains("This charset cannot be sent over MLLP");
    }

    @Test
    void aMessageWithTextsThatNoColumnTakesIsTaken() {
        String odd = Messages.booking("C\0" + "x".repeat(500), "P\0001", "A1").replace("SCHED", "SC\0HED\u00fc");
        assertThat(accept(odd)).contains("MSA|AA|Cxxx").contains("8859/1");
        assertThat(column("sender")).containsExactly("SCHED\u00fc|GOOD");
    }

    @Test
    void whenTheStoreIsAwayTheSenderIsAskedToTryAgainAndNothingIsAccepted() throws Exception {
        String message = Messages.booking("C1", "P1", "A1");
        try (MllpSender sender = new MllpSender(port)) {
            parts.jdbc().sql("alter table inbox rename to away").update();
            try {
                assertThat(sender.send(message)).contains("\rMSA|AE|C1\r").contains("\rERR|||207^");
            } finally {
                parts.jdbc().sql("alter table away rename to inbox").update();
            }
            assertThat(parts.rows()).isEmpty();
            assertThat(sender.send(message)).contains("\rMSA|AA|C1\r");
        }
        Awaitility.await()
                .until(() -> parts.hub
                        .wakeUps()
                        .inboxIds()
                        .contains(Long.parseLong(column("id").getFirst())));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyPublicSampleIsAccepted(Path file) throws IOException {
        String sample = Files.readString(file, StandardCharsets.ISO_8859_1);
        String accept = MessageHeaderReader.read(sample.getBytes(StandardCharsets.ISO_8859_1))
                .header()
                .acceptAcknowledgement();
        String answer = accept(sample);
        if (accept.equals("NE") || accept.equals("ER")) {
            assertThat(answer).isEmpty();
        } else {
            assertThat(answer).contains("\rMSA|" + (accept.isEmpty() ? "AA" : "CA") + "|");
        }
        assertThat(parts.rows()).containsExactly("WAITING");
    }

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".hl7"))
                    .sorted()
                    .toList();
        }
    }

    private static String accept(String message) {
        return parts.accept("one", message);
    }

    private static List<String> column(String expression) {
        return parts.jdbc()
                .sql("select (" + expression + ")::text from inbox order by id")
                .query(String.class)
                .list();
    }
}
