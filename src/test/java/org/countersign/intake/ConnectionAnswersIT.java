package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.countersign.answer.ConnectionAnswers;
import org.countersign.audit.AuditTrail;
import org.countersign.challenge.ChallengeIssuer;
import org.countersign.event.Hl7v2Reader;
import org.countersign.testing.MllpSender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Enhanced mode without another place for answers: the application acknowledgement comes on the sender's connection. */
class ConnectionAnswersIT {

    private static IntakeParts parts;
    private static InboxDrain drain;
    private static ConnectionAnswers answers;
    private static int port;
    private static int strict;

    @BeforeAll
    static void start() throws Exception {
        parts = new IntakeParts(
                Map.of(
                        "one", IntakeParts.feed(Map.of()),
                        "strict", IntakeParts.feed(Map.of("acknowledgements", "original"))),
                Map.of("countersign.answers.strict.port", 1));
        port = parts.listen("one");
        strict = parts.listen("strict");
        drain = parts.drain(
                parts.hub.get(Hl7v2Reader.class),
                parts.hub.get(ChallengeIssuer.class),
                parts.hub.get(AuditTrail.class),
                parts.feeds,
                parts.transactions());
        answers = parts.hub.get(ConnectionAnswers.class);
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @BeforeEach
    void empty() {
        parts.empty();
        parts.jdbc().sql("truncate answer").update();
    }

    @Test
    void theSenderHearsFirstThatItsMessageIsDurableThenThatItWasProcessed() throws IOException {
        try (MllpSender ehr = new MllpSender(port)) {
            assertThat(ehr.send(booking("C1", "AL", "AL"))).contains("MSA|CA|C1");
            work();
            String answer = ehr.receive();
            assertThat(answer).contains("MSA|AA|C1", "|ACK^S12^ACK|");
            assertThat(answer.split("\r")[0].split("\\|")[14])
                    .as("nobody says that it arrived")
                    .isEqualTo("NE");
        }
        assertThat(owed()).containsExactly("SENT");
        assertThat(parts.jdbc()
                        .sql("select count(*) from audit_entry where kind = 'ANSWER_SENT'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aSenderThatWantsOnlyTheSecondHearsOnlyThat() throws IOException {
        try (MllpSender ehr = new MllpSender(port)) {
            ehr.write(booking("C1", "NE", "AL"));
            work();
            assertThat(ehr.receive()).contains("MSA|AA|C1");
        }
    }

    @Test
    void inOriginalModeTheOneAnswerComesWhenTheMessageIsProcessedWhereverOtherAnswersGo() throws IOException {
        try (MllpSender ehr = new MllpSender(strict)) {
            ehr.write(booking("C1", "", ""));
            await().until(() -> parts.rows().equals(List.of("WAITING")));
            work();
            assertThat(ehr.receive()).contains("MSA|AA|C1");
            assertThat(ehr.send("MSH|^~\\&|A|B|C|D|2030||SIU^S12||P|2.5\r")).contains("MSA|AE", "MSH-10");
        }
        assertThat(owed()).containsExactly("SENT");
    }

    @Test
    void aMessageThatCannotBeProcessedIsAnsweredAe() throws IOException {
        try (MllpSender ehr = new MllpSender(port)) {
            assertThat(ehr.send(booking("C1", "AL", "AL").replace("SCH|", "XXX|")))
                    .contains("MSA|CA|C1");
            work();
            assertThat(ehr.receive()).contains("MSA|");
        }
        assertThat(owed()).containsExactly("SENT");
    }

    @Test
    void theAnswersOfManyMessagesComeInTheOrderInWhichTheyWereProcessed() throws IOException {
        int messages = 50;
        try (MllpSender ehr = new MllpSender(port)) {
            for (int i = 0; i < messages; i++) {
                assertThat(ehr.send(booking("C" + i, "AL", "AL"))).contains("MSA|CA|C" + i);
            }
            work();
            for (int i = 0; i < messages; i++) {
                assertThat(ehr.receive()).contains("MSA|AA|C" + i + "\r");
            }
        }
    }

    @Test
    void aRepetitionOnAnotherConnectionIsAnsweredThereAlthoughTheFirstWas() throws IOException {
        String message = booking("C1", "NE", "AL");
        try (MllpSender ehr = new MllpSender(port)) {
            ehr.write(message);
            work();
            assertThat(ehr.receive()).contains("MSA|AA|C1");
        }
        try (MllpSender ehr = new MllpSender(port)) {
            ehr.write(message);
            await().until(() -> owed().equals(List.of("WAITING")));
            answers.sweep();
            assertThat(ehr.receive()).contains("MSA|AA|C1");
        }
        assertThat(owed()).containsExactly("SENT");
    }

    @Test
    void anAnswerWhoseConnectionIsGoneIsReported() throws IOException {
        try (MllpSender ehr = new MllpSender(port)) {
            assertThat(ehr.send(booking("C1", "AL", "AL"))).contains("MSA|CA|C1");
        }
        String connection = parts.jdbc()
                .sql("select connection from inbox")
                .query(String.class)
                .single();
        await().until(() -> !parts.open.holds(connection));
        work();
        assertThat(owed()).as("another node may have it").containsExactly("WAITING");
        parts.hub.clock().advance(Duration.ofSeconds(31));
        answers.sweep();
        assertThat(owed()).containsExactly("REPORTED: The connection is closed");
    }

    @Test
    void whoWantsNothingLaterHasNoConnectionKept() throws IOException {
        try (MllpSender ehr = new MllpSender(port)) {
            assertThat(ehr.send(booking("C1", "AL", "NE"))).contains("MSA|CA|C1");
            work();
        }
        assertThat(parts.jdbc()
                        .sql("select connection from inbox")
                        .query(String.class)
                        .list())
                .containsExactly("");
        assertThat(owed()).isEmpty();
    }

    private static String booking(String controlId, String accept, String application) {
        return Messages.booking(controlId, "P1", "A1")
                .replace("|2.5.1\r", "|2.5.1|||" + accept + "|" + application + "\r");
    }

    /** Processes all that came, and sends what that owes. */
    private static void work() {
        await().until(() -> !parts.rows().isEmpty());
        drain.drain(Long.toString(
                parts.jdbc().sql("select max(id) from inbox").query(Long.class).single()));
        answers.sweep();
    }

    private static List<String> owed() {
        return parts.jdbc()
                .sql("select state || case when reason = '' then '' else ': ' || reason end from answer order by id")
                .query(String.class)
                .list();
    }
}
