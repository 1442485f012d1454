package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.countersign.audit.AuditTrail;
import org.countersign.challenge.ChallengeIssuer;
import org.countersign.event.Hl7v2Reader;
import org.countersign.testing.Hl7Messages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Enhanced mode: what a sender asks for in MSH-16 is owed to it once its message has been processed. */
class ApplicationAcknowledgementIT {

    private static IntakeParts parts;
    private static InboxDrain drain;

    @BeforeAll
    static void start() {
        parts = new IntakeParts(
                Map.of("one", IntakeParts.feed(Map.of()), "two", IntakeParts.feed(Map.of())),
                Map.of("countersign.answers.one.port", 1));
        drain = parts.drain(
                parts.hub.get(Hl7v2Reader.class),
                parts.hub.get(ChallengeIssuer.class),
                parts.hub.get(AuditTrail.class),
                parts.feeds,
                parts.transactions());
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

    @ParameterizedTest
    @CsvSource({"AL, 1", "SU, 1", "ER, 0", "NE, 0", "'', 0"})
    void aMessageThatWasProcessedIsAcknowledgedIfThatIsWanted(String msh16, int answers) {
        process("one", Messages.booking("C1", "P1", "A1").replace("|2.5.1\r", "|2.5.1|||AL|" + msh16 + "\r"));
        assertThat(owed()).hasSize(answers).allMatch("ACKNOWLEDGEMENT AA"::equals);
    }

    @Test
    void aRefillThatIsChallengedIsAnsweredByItsOutcomeAndNotTwice() {
        var patient = new Hl7Messages.Patient("MRN-7", "Okafor", "4155550147", "");
        process("one", Hl7Messages.refill("R-1", "RX-1", "60", patient).replace("|2.5.1\r", "|2.5.1|||AL|AL\r"));
        assertThat(parts.rows()).singleElement().asString().contains("issued");
        assertThat(owed()).isEmpty();
    }

    @Test
    void aFeedWithoutADestinationIsOwedNothing() {
        process("two", Messages.booking("C1", "P1", "A1").replace("|2.5.1\r", "|2.5.1|||AL|AL\r"));
        assertThat(owed()).isEmpty();
    }

    private static void process(String feed, String message) {
        assertThat(parts.accept(feed, message)).isNotEmpty();
        drain.drain(Long.toString(
                parts.jdbc().sql("select max(id) from inbox").query(Long.class).single()));
    }

    private static List<String> owed() {
        return parts.jdbc()
                .sql("select kind || ' ' || outcome from answer order by id")
                .query(String.class)
                .list();
    }
}
