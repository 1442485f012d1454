package org.countersign.answer;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.app.HL7Service;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.protocol.ReceivingApplication;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.countersign.testing.HubProcess;
import org.countersign.testing.MllpReceiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers over real sockets and real PostgreSQL: each arrives once, or it is said that it may not have. */
class MllpAnswersIT {

    private static final String REFILL =
            "MSH|^~\\&|PHARMACY|RIVERSIDE|HUB|CLINIC|2030||RDE^O25^RDE_O11|PHARM-1|P|2.5.1\r"
                    + "PID|1||PATID1^^^M11||Everywoman^Ada\rORC|RF|P-7^EHR|F-7^PHARMACY\r"
                    + "RXE||861007^metformin^RXNORM|1||TAB||||||||||7\r";

    private static MllpReceiver ehr;
    private static AnswerParts parts;
    private static int hapiPort;

    @BeforeAll
    static void start() {
        ehr = MllpReceiver.start();
        hapiPort = HubProcess.freePort();
        Map<String, Object> settings = new java.util.HashMap<>();
        for (String feed : List.of("pharmacy", "careful", "hapi")) {
            settings.put("countersign.answers." + feed + ".port", feed.equals("hapi") ? hapiPort : ehr.port());
            settings.put("countersign.answers." + feed + ".timeout", feed.equals("hapi") ? "30s" : "1500ms");
        }
        settings.put("countersign.answers.pharmacy.role", "filler");
        settings.put("countersign.answers.careful.unknown", "report");
        settings.put("countersign.answers.hapi.appointments", "true");
        parts = new AnswerParts(settings).load("mllp");
    }

    @AfterAll
    static void stop() {
        parts.close();
        ehr.close();
    }

    @BeforeEach
    void begin() {
        parts.empty();
        ehr.messages().clear();
        ehr.say("AA");
        ehr.restart();
        // destinations that rest after a failure have had their rest
        later();
    }

    @Test
    void aVerifiedRefillIsAnsweredOnceAndTheTrailSaysSo() {
        parts.received("pharmacy", "RDE^O25", REFILL);
        UUID challenge = parts.verified();
        assertThat(parts.hub.wakeUps().answerIds()).contains(1L);
        parts.wake("mllp");
        parts.wake("mllp");
        assertThat(parts.rows()).containsExactly("SENT");
        assertThat(ehr.messages()).singleElement().asString().contains("\rMSA|AA|PHARM-1\r", "\rORC|OF|P-7^EHR|F-7");
        assertThat(parts.entries()).containsExactly("ANSWER_SENT");
        assertThat(parts.hub
                        .jdbc()
                        .sql(
                                "select challenge_id from audit_entry where kind = 'ANSWER_SENT' and patient_key = 'patient'")
                        .query(UUID.class)
                        .single())
                .isEqualTo(challenge);
    }

    @Test
    void aChallengeThatFailsIsAnsweredNo() {
        parts.received("careful", "RDE^O25", REFILL);
        UUID challenge = open();
        for (int i = 0; i < 3; i++) {
            parts.end(challenge, false);
        }
        parts.wake("mllp");
        assertThat(ehr.messages()).singleElement().asString().contains("\rORC|DF|P-7^EHR|", "|LOCKED^Too many");
    }

    @Test
    void whatIsRolledBackOwesNoAnswer() {
        parts.received("pharmacy", "RDE^O25", REFILL);
        UUID challenge = open();
        parts.hub.transactions().executeWithoutResult(status -> {
            parts.end(challenge, true);
            status.setRollbackOnly();
        });
        assertThat(parts.rows()).isEmpty();
    }

    @Test
    void aFeedWithoutADestinationOwesNone() {
        parts.received("another", "RDE^O25", REFILL);
        parts.verified();
        assertThat(parts.rows()).isEmpty();
    }

    @Test
    void whileTheReceiverIsDownAnswersWaitAndThenGoOneByOneInOrder() {
        parts.received("pharmacy", "RDE^O25", REFILL);
        ehr.stop();
        parts.verified();
        parts.verified();
        parts.wake("mllp");
        parts.wake("mllp");
        assertThat(parts.rows().getFirst()).startsWith("WAITING: N");
        assertThat(parts.rows().getLast()).as("none overtakes").isEqualTo("WAITING");
        ehr.restart();
        later();
        int connections = ehr.connections();
        parts.wake("mllp");
        parts.wake("mllp");
        assertThat(parts.rows()).containsExactly("SENT", "SENT");
        assertThat(ehr.messages()).hasSize(2);
        assertThat(ehr.connections()).as("one connection is used again").isEqualTo(connections + 1);
        assertThat(parts.hub.wakeUps().answerIds())
                .as("the first wakes the second")
                .endsWith(2L);
    }

    /** Camel's own producer would have sent it twice within this one try. */
    @Test
    void aReceiverThatHangsUpGetsTheSameMessageAgainButNotBeforeItsTime() {
        parts.received("pharmacy", "RDE^O25", REFILL);
        ehr.become(MllpReceiver.Mood.HANG_UP);
        parts.verified();
        parts.wake("mllp");
        assertThat(ehr.messages()).hasSize(1);
        assertThat(parts.rows()).containsExactly("WAITING: No acknowledgement came");
        parts.wake("mllp");
        assertThat(ehr.messages()).as("it is not due yet").hasSize(1);
        ehr.say("AA");
        later();
        parts.wake("mllp");
        assertThat(parts.rows()).containsExactly("SENT");
        assertThat(ehr.messages()).hasSize(2);
        assertThat(ehr.messages().get(1))
                .as("by MSH-10 the receiver can tell")
                .isEqualTo(ehr.messages().get(0));
    }

    @Test
    void aReceiverThatSaysNothingGetsItAgain() {
        parts.received("pharmacy", "RDE^O25", REFILL);
        ehr.become(MllpReceiver.Mood.SAY_NOTHING);
        parts.verified();
        parts.wake("mllp");
        assertThat(parts.rows()).containsExactly("WAITING: No acknowledgement came");
        ehr.say("CA");
        later();
        parts.wake("mllp");
        assertThat(parts.rows()).containsExactly("SENT");
        assertThat(ehr.messages()).hasSize(2);
    }

    @Test
    void whereAnAnswerMayNotBeRepeatedOneThatMayHaveArrivedIsReported() {
        parts.received("careful", "RDE^O25", REFILL);
        for (MllpReceiver.Mood mood : List.of(MllpReceiver.Mood.HANG_UP, MllpReceiver.Mood.SAY_NOTHING)) {
            ehr.become(mood);
            parts.verified();
            parts.wake("mllp");
            later();
            parts.wake("mllp");
        }
        assertThat(parts.rows())
                .containsOnly("REPORTED: No acknowledgement came, and it may have arrived")
                .hasSize(2);
        assertThat(ehr.messages()).hasSize(2).doesNotHaveDuplicates();
        assertThat(parts.entries()).containsExactly("ANSWER_FAILED", "ANSWER_FAILED");
    }

    @Test
    void anErrorIsTriedAgainAndARejectionIsNot() {
        parts.received("pharmacy", "RDE^O25", REFILL);
        ehr.say("AE");
        parts.verified();
        parts.wake("mllp");
        assertThat(parts.rows()).containsExactly("WAITING: Answered AE");
        ehr.say("CE");
        later();
        parts.wake("mllp");
        assertThat(parts.rows()).containsExactly("WAITING: Answered CE");
        ehr.say("AR");
        later();
        parts.wake("mllp");
        assertThat(parts.rows()).containsExactly("FAILED: Answered AR");
        assertThat(parts.entries()).containsExactly("ANSWER_FAILED");
        later();
        parts.wake("mllp");
        assertThat(ehr.messages()).hasSize(3);
    }

    @Test
    void theAcknowledgementOfAnotherMessageIsNone() {
        parts.received("pharmacy", "RDE^O25", REFILL);
        ehr.become(MllpReceiver.Mood.ACKNOWLEDGE_ANOTHER);
        parts.verified();
        parts.wake("mllp");
        assertThat(parts.rows()).containsExactly("WAITING: The acknowledgement was of another message");
    }

    @Test
    void anAnswerIsGivenUpAtItsAge() {
        parts.received("pharmacy", "RDE^O25", REFILL);
        ehr.say("AE");
        parts.verified();
        parts.hub.clock().advance(Duration.ofDays(1));
        parts.wake("mllp");
        assertThat(parts.rows()).containsExactly("FAILED: Given up: Answered AE");
    }

    @Test
    void aSendThatBrokeOffIsTakenUpAgainOrReportedOnceItsSenderIsSurelyGone() {
        for (String feed : List.of("pharmacy", "careful")) {
            parts.empty();
            ehr.messages().clear();
            parts.received(feed, "RDE^O25", REFILL);
            parts.verified();
            // another node takes it, and is killed
            parts.hub
                    .transactions()
                    .executeWithoutResult(status -> parts.hub
                            .get(AnswerStore.class)
                            .claim(feed, "patient", parts.hub.clock().instant(), lease()));
            parts.wake("mllp");
            assertThat(ehr.messages()).as("somebody is at it").isEmpty();
            parts.hub.clock().advance(Duration.ofMinutes(1));
            parts.wake("mllp");
            boolean careful = feed.equals("careful");
            assertThat(parts.rows())
                    .containsExactly(careful ? "REPORTED: The send broke off, and it may have arrived" : "SENT");
            assertThat(ehr.messages()).hasSize(careful ? 0 : 1);
        }
    }

    @Test
    void theSweepFindsWhatNoWakeUpCameForAndNothingTwice() {
        parts.received("pharmacy", "RDE^O25", REFILL);
        parts.verified();
        parts.verified();
        parts.hub.wakeUps().answerIds().clear();
        AnswerClock clock = new AnswerClock(parts.hub.get(AnswerStore.class), parts.hub.wakeUps(), parts.hub.clock());
        assertThat(clock.sweep()).isEqualTo(1);
        assertThat(clock.sweep()).isZero();
        assertThat(parts.hub.wakeUps().answerIds()).containsExactly(1L);
    }

    @Test
    void aRequestThatIsGoneFromTheInboxFailsWithThatReason() {
        parts.received("pharmacy", "RDE^O25", REFILL);
        parts.verified();
        parts.hub.jdbc().sql("truncate inbox").update();
        parts.wake("mllp");
        assertThat(parts.rows()).containsExactly("FAILED: The message that is answered is not in the inbox any more");
    }

    /** A booking, since HAPI's server drops what bears an MSA: it takes that for the answer to a message of its own. */
    @Test
    void hapisServerReadsABooking() throws Exception {
        try (Hapi hapi = new Hapi(hapiPort)) {
            parts.received(
                    "hapi",
                    "SIU^S12",
                    "MSH|^~\\&|SCHED|CLINIC|HUB|X|2030||SIU^S12^SIU_S12|S-1|P|2.5.1\r"
                            + "SCH|P-1|F-1||||ROUTINE\rPID|1||PATID1^^^M11||Everywoman^Ada\rRGS|1\rAIS|1||EYE^Eye\r");
            parts.end(parts.open("Appointment/F-1", OptionalLong.of(1)), true);
            parts.wake("mllp");
            assertThat(parts.rows()).containsExactly("SENT");
            Terser message = new Terser(hapi.messages.getFirst());
            assertThat(message.get("/MSH-9-1") + message.get("/MSH-9-2")).isEqualTo("SIUS14");
            assertThat(message.get("/SCH-25")).isEqualTo("Booked");
            assertThat(message.get("/.PID-3-1")).isEqualTo("PATID1");
        }
    }

    private static UUID open() {
        return parts.open("MedicationRequest/7", OptionalLong.of(1));
    }

    private static void later() {
        parts.hub.clock().advance(Duration.ofSeconds(3));
    }

    private static java.time.Instant lease() {
        return parts.hub.clock().instant().plusSeconds(20);
    }

    private static final class Hapi implements ReceivingApplication<Message>, AutoCloseable {

        private final DefaultHapiContext context = new DefaultHapiContext();
        private final List<Message> messages = new CopyOnWriteArrayList<>();
        private final HL7Service server;

        Hapi(int port) throws InterruptedException {
            context.setValidationContext(ValidationContextFactory.noValidation());
            server = context.newServer(port, false);
            server.registerApplication(this);
            server.startAndWait();
        }

        @Override
        public Message processMessage(Message message, Map<String, Object> metadata) throws HL7Exception {
            messages.add(message);
            try {
                return message.generateACK();
            } catch (IOException e) {
                throw new HL7Exception(e);
            }
        }

        @Override
        public boolean canProcess(Message message) {
            return true;
        }

        @Override
        public void close() throws IOException {
            server.stopAndWait();
            context.close();
        }
    }
}
