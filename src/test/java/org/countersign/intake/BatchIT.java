package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.countersign.testing.MllpSender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches from the socket to the rows and back. */
class BatchIT {

    private static final String BHS = "BHS|^~\\&|SCHED|GOOD|HUB|HERE|20260601||||B77\r";

    private static IntakeParts parts;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        parts = new IntakeParts(
                Map.of(
                        "one", IntakeParts.feed(Map.of("batch", 3)),
                        "big", IntakeParts.feed(Map.of())),
                Map.of());
        port = parts.listen("one");
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
    void eachMessageIsStoredAndAnsweredAndTheAnswersComeBackAsOneBatch() throws Exception {
        String request = BHS + booking("C1") + booking("C2") + "BTS|2\r";
        try (MllpSender sender = new MllpSender(port)) {
            List<String> answer = segments(sender.send(request));
            assertThat(names(answer)).containsExactly("BHS", "MSH", "MSA", "MSH", "MSA", "BTS");
            assertThat(answer.getFirst())
                    .matches("BHS\\|\\^~\\\\&\\|HUB\\|HERE\\|SCHED\\|GOOD\\|\\d{14}\\+0000\\|{4}[0-9A-Z]{20}\\|B77");
            assertThat(answer).containsSubsequence("MSA|AA|C1", "MSA|AA|C2", "BTS|2");
            assertThat(sender.send(booking("C3"))).contains("\rMSA|AA|C3\r");
        }
        assertThat(parts.rows()).containsExactly("WAITING", "WAITING", "WAITING");
    }

    @Test
    void aFileIsAnsweredByAFile() {
        List<String> answer = segments(parts.accept(
                "one",
                "FHS|^~\\&|SCHED|GOOD|HUB|HERE|||||F1\r" + BHS + booking("C1") + "BTS|1\r" + BHS + booking("C2")
                        + "BTS|1\rFTS|2\r"));
        assertThat(names(answer)).containsExactly("FHS", "BHS", "MSH", "MSA", "BTS", "BHS", "MSH", "MSA", "BTS", "FTS");
        assertThat(answer.getFirst()).endsWith("|F1");
        assertThat(answer.getLast()).isEqualTo("FTS|2");
    }

    @Test
    void aBadMessageIsRefusedAndDoesNotStopTheOthers() {
        String noId = booking("C2").replace("|C2|P|", "||P|");
        List<String> answer = segments(parts.accept("one", BHS + booking("C1") + noId + booking("C3") + "BTS|3\r"));
        assertThat(answer).containsSubsequence("MSA|AA|C1", "MSA|AE", "MSA|AA|C3", "BTS|3");
        assertThat(answer).anyMatch(segment -> segment.startsWith("ERR|||101^"));
        assertThat(parts.rows())
                .containsExactly("WAITING", "UNREADABLE: MSH-10 (message control id) is empty", "WAITING");
    }

    @Test
    void aRepetitionOfABatchGetsTheSameAnswersAndMakesNoRows() {
        String request = BHS + booking("C1") + booking("C2") + "BTS|2\r";
        List<String> first = segments(parts.accept("one", request));
        List<String> again = segments(parts.accept("one", request));
        assertThat(again.subList(1, again.size())).isEqualTo(first.subList(1, first.size()));
        assertThat(parts.rows()).containsExactly("WAITING", "WAITING");
    }

    @Test
    void aCountThatDisagreesIsToldInTheAnswer() {
        assertThat(segments(parts.accept("one", BHS + booking("C1") + "BTS|4\r"))
                        .getLast())
                .isEqualTo("BTS|1|BTS-1 says 4, and 1 messages came");
        assertThat(segments(parts.accept("one", BHS + "BTS|0\r")).getLast()).isEqualTo("BTS|0");
    }

    @Test
    void aBatchOverTheLimitIsRefusedAsAWhole() {
        List<String> answer = segments(
                parts.accept("one", BHS + booking("C1") + booking("C2") + booking("C3") + booking("C4") + "BTS|4\r"));
        assertThat(answer.get(1)).isEqualTo("MSA|AR|B77");
        assertThat(answer.get(2)).contains("104^Value too long").contains("The batch holds more than 3 messages");
        assertThat(parts.rows())
                .containsExactly("UNREADABLE: The batch holds more than 3 messages; none of them was taken");
    }

    @Test
    void messagesThatWantNoAnswerLeaveNoneInTheBatch() {
        String silent = booking("C2").replace("|P|2.5.1", "|P|2.5.1|||NE|NE");
        String commit = booking("C3").replace("|P|2.5.1", "|P|2.5.1|||AL|NE");
        List<String> answer = segments(parts.accept("one", BHS + booking("C1") + silent + commit + "BTS|3\r"));
        assertThat(answer).containsSubsequence("MSA|AA|C1", "MSA|CA|C3", "BTS|2");
        assertThat(parts.accept("one", BHS + silent + "BTS|1\r")).isEmpty();
    }

    @Test
    void aThousandMessagesInOneFrameAreStoredInOrder() {
        StringBuilder request = new StringBuilder(BHS);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            request.append(booking("C" + i));
            expected.add("MSA|AA|C" + i);
        }
        List<String> answer = segments(parts.accept("big", request + "BTS|1000\r"));
        assertThat(answer.stream().filter(segment -> segment.startsWith("MSA"))).containsExactlyElementsOf(expected);
        assertThat(parts.jdbc()
                        .sql("select control_id from inbox order by id")
                        .query(String.class)
                        .list())
                .hasSize(1000)
                .startsWith("C0", "C1", "C2")
                .endsWith("C999");
    }

    private static String booking(String controlId) {
        return Messages.booking(controlId, "P1", "A" + controlId);
    }

    private static List<String> segments(String answer) {
        return List.of(answer.split("\r"));
    }

    private static List<String> names(List<String> segments) {
        return segments.stream().map(segment -> segment.substring(0, 3)).toList();
    }
}
