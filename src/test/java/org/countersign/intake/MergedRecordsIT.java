package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.countersign.audit.AuditTrail;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeIssuer;
import org.countersign.challenge.ChallengeState;
import org.countersign.challenge.ChallengeStore;
import org.countersign.event.Hl7v2Reader;
import org.countersign.testing.TestKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What still comes under an identifier that was merged into another is the surviving patient's, and in turn with theirs. */
class MergedRecordsIT {

    private static final String TIME = "20270601090000";
    private static final String OTHER_TIME = "20270602090000";
    private static final int WORKERS = 32;

    private static IntakeParts parts;

    private InboxDrain drain;
    private int controlId;

    @BeforeAll
    static void start() {
        parts = IntakeParts.open();
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @BeforeEach
    void wire() {
        parts.empty();
        drain = drain();
    }

    @Test
    void aCancellationUnderTheOldIdentifierReachesTheChallengeThatMoved() {
        send(siu("S12", "OLD", "A1", TIME));
        send(merge("NEW", "OLD"));
        send(siu("S15", "OLD", "A1", TIME));
        assertThat(challenges()).containsExactly("CANCELLED NEW");
    }

    @Test
    void anAmendmentUnderTheOldIdentifierSupersedesTheChallengeThatMoved() {
        send(siu("S12", "OLD", "A1", TIME));
        send(merge("NEW", "OLD"));
        send(siu("S13", "OLD", "A1", OTHER_TIME));
        assertThat(challenges()).containsExactly("SUPERSEDED NEW", "OPEN NEW");
    }

    @Test
    void aNewActUnderTheOldIdentifierIsTheSurvivorsAndTheSameUnderBoth() {
        send(merge("NEW", "OLD"));
        send(siu("S12", "OLD", "A1", TIME));
        assertThat(challenges()).containsExactly("OPEN NEW");
        send(siu("S12", "NEW", "A1", TIME));
        assertThat(lastRow()).contains("stands, nothing it is for changed");
        assertThat(parts.jdbc()
                        .sql(
                                "select distinct patient_key from audit_entry where kind <> 'MESSAGE_READ' or inbox_id > 1")
                        .query(String.class)
                        .list())
                .containsExactly(key("NEW"));
    }

    @Test
    void anotherNumberUnderTheOldIdentifierIsTheSurvivorsNumber() {
        send(siu("S12", "NEW", "A1", TIME));
        send(merge("NEW", "OLD"));
        send(adt("A08", "OLD", "PV1|1|O").replace("5550100", "5550199"));
        assertThat(challenges()).containsExactly("SUPERSEDED NEW", "OPEN NEW");
        assertThat(lastRow()).contains("telecom-changed");
    }

    @ParameterizedTest
    @CsvSource({"B,A,C,B", "C,B,B,A"})
    void aChainOfMergesLeadsToItsEndInWhicheverOrderItCame(
            String firstInto, String first, String secondInto, String second) {
        send(siu("S12", "A", "A1", TIME));
        send(merge(firstInto, first));
        send(merge(secondInto, second));
        assertThat(challenges()).containsExactly("OPEN C");
        send(siu("S15", "A", "A1", TIME));
        send(siu("S12", "B", "A2", TIME));
        assertThat(challenges()).containsExactly("CANCELLED C", "OPEN C");
        assertNoChain();
    }

    @Test
    void aChainWithinOneMessageLeadsToItsEnd() {
        send(siu("S12", "A", "A1", TIME));
        String groups = "PID|1||C^^^GOOD\rMRG|B^^^GOOD\rPID|2||B^^^GOOD\rMRG|A^^^GOOD";
        send(adt("A40", "X", groups).replaceFirst("PID\\|1\\|\\|X[^\\r]*\\r", ""));
        assertThat(challenges()).containsExactly("OPEN C");
        assertNoChain();
    }

    @Test
    void aMergeIsTakenBackByItsOpposite() {
        send(merge("B", "A"));
        send(siu("S12", "A", "A1", TIME));
        assertThat(challenges()).containsExactly("OPEN B");
        send(merge("A", "B"));
        assertThat(challenges()).containsExactly("OPEN A");
        send(siu("S13", "B", "A1", OTHER_TIME));
        send(siu("S15", "A", "A1", OTHER_TIME));
        assertThat(challenges()).containsExactly("SUPERSEDED A", "CANCELLED A");
        assertNoChain();
    }

    @Test
    void aLoopOfMergesEndsAtTheLast() {
        send(siu("S12", "A", "A1", TIME));
        send(merge("B", "A"));
        send(merge("C", "B"));
        send(merge("A", "C"));
        send(merge("A", "A"));
        assertThat(challenges()).containsExactly("OPEN A");
        send(siu("S15", "B", "A1", TIME));
        assertThat(challenges()).containsExactly("CANCELLED A");
        assertNoChain();
    }

    @Test
    void aRecordThatIsGivenToAnotherOneTakesNobodyAlong() {
        send(merge("B", "A"));
        send(siu("S12", "B", "A1", TIME));
        send(merge("C", "A"));
        send(siu("S12", "A", "A2", TIME));
        assertThat(challenges()).containsExactly("OPEN B", "OPEN C");
    }

    @Test
    void aMergeForTrainingRedirectsNothing() {
        send(merge("NEW", "OLD").replace("|P|2.5.1", "|T|2.5.1"));
        send(siu("S12", "OLD", "A1", TIME));
        assertThat(challenges()).containsExactly("OPEN OLD");
    }

    @Test
    void whatComesUnderEitherIdentifierIsDoneInOneOrder() {
        send(merge("NEW", "OLD"));
        accept(siu("S12", "OLD", "A1", TIME));
        drain.drain(accept(siu("S15", "NEW", "A1", TIME)));
        assertThat(challenges()).as("the booking came first").containsExactly("CANCELLED NEW");
        accept(siu("S12", "NEW", "A2", TIME));
        drain.drain(accept(siu("S15", "OLD", "A2", TIME)));
        assertThat(challenges()).containsExactly("CANCELLED NEW", "CANCELLED NEW");
    }

    @Test
    void whatWaitsForItsNextTryHoldsBackWhatCameLaterUnderTheOtherIdentifier() {
        send(merge("NEW", "OLD"));
        accept(siu("S12", "OLD", "A1", TIME));
        parts.jdbc()
                .sql("update inbox set due_at = due_at + interval '60 seconds' where state = 'WAITING'")
                .update();
        String later = accept(siu("S15", "NEW", "A1", TIME));
        drain.drain(later);
        assertThat(parts.rows()).endsWith("WAITING", "WAITING");
        parts.hub.clock().advance(java.time.Duration.ofSeconds(61));
        drain.drain(later);
        assertThat(challenges()).containsExactly("CANCELLED NEW");
    }

    /** In whichever order workers get at them, the patient's messages have been done as if there were but one worker. */
    @Test
    void thirtyTwoWorkersLeaveWhatOneLeavesWhileRecordsAreMergedToAndFro() throws Exception {
        List<String> messages = messages(1_000, 20);
        messages.forEach(this::send);
        List<String> expected = outcome();
        parts.empty();
        List<CompletableFuture<byte[]>> answers = messages.stream()
                .map(message -> parts.take("one", message.getBytes(StandardCharsets.ISO_8859_1)))
                .toList();
        answers.forEach(CompletableFuture::join);
        List<String> wakeUps = new ArrayList<>(parts.jdbc()
                .sql("select id from inbox order by id")
                .query(String.class)
                .list());
        Collections.shuffle(wakeUps, new Random(11));
        drainAll(wakeUps);
        assertThat(parts.jdbc()
                        .sql("select count(*) from inbox where state = 'DONE' and tries = 0")
                        .query(Integer.class)
                        .single())
                .isEqualTo(messages.size());
        assertThat(outcome()).isEqualTo(expected);
        assertThat(expected).anyMatch(row -> row.startsWith("OPEN")).anyMatch(row -> row.startsWith("SUPERSEDED"));
        assertNoChain();
    }

    /** Families of three records, whose messages and merges come in any order. */
    private List<String> messages(int count, int families) {
        Random random = new Random(7);
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String family = "F" + random.nextInt(families) + "-";
            String patient = family + random.nextInt(3);
            String appointment = family + "A" + random.nextInt(3);
            String time = "202706" + (10 + random.nextInt(20)) + "090000";
            messages.add(
                    switch (random.nextInt(6)) {
                        case 0 -> merge(patient, family + random.nextInt(3));
                        case 1 -> siu("S15", patient, appointment, time);
                        case 2, 3 -> siu("S12", patient, appointment, time);
                        default -> siu("S13", patient, appointment, time);
                    });
        }
        return messages;
    }

    private void drainAll(List<String> wakeUps) throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<?>> done = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                done.add(workers.submit(() -> {
                    for (int i = next.getAndIncrement(); i < wakeUps.size(); i = next.getAndIncrement()) {
                        drain.drain(wakeUps.get(i));
                    }
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
    }

    /** What is left of each act, and under whom; then who stands for whom. */
    private static List<String> outcome() {
        List<String> outcome = new ArrayList<>(parts.jdbc()
                .sql(
                        "select state || ' ' || act || ' ' || patient_key || ' ' || encode(binding, 'hex') || ' ' || count(*)"
                                + " from challenge group by state, act, patient_key, binding order by 1")
                .query(String.class)
                .list());
        outcome.addAll(parts.jdbc()
                .sql("select patient_key || ' ' || into_key from absorbed_patient order by 1")
                .query(String.class)
                .list());
        return outcome;
    }

    private static void assertNoChain() {
        assertThat(parts.jdbc()
                        .sql("select count(*) from absorbed_patient"
                                + " where into_key in (select patient_key from absorbed_patient)")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private String siu(String trigger, String patient, String appointment, String start) {
        return Messages.siu(trigger, "C" + controlId++, patient, appointment, start);
    }

    private String merge(String into, String absorbed) {
        return adt("A40", into, "MRG|" + absorbed + "^^^GOOD");
    }

    private String adt(String trigger, String patient, String rest) {
        return "MSH|^~\\&|EHR|GOOD|HUB|HERE|20260601120000||ADT^" + trigger + "|C" + controlId++ + "|P|2.5.1\r"
                + "PID|1||" + patient + "^^^GOOD^MR||Everywoman^Ada||19700101|F|||||^PRN^CP^^1^608^5550100\r" + rest
                + "\r";
    }

    private void send(String message) {
        drain.drain(accept(message));
    }

    private static String accept(String message) {
        assertThat(parts.accept("one", message)).contains("MSA|AA|");
        return parts.jdbc().sql("select max(id) from inbox").query(String.class).single();
    }

    private static InboxDrain drain() {
        return parts.drain(
                parts.hub.get(Hl7v2Reader.class),
                parts.hub.get(ChallengeIssuer.class),
                parts.hub.get(AuditTrail.class),
                parts.feeds,
                parts.transactions());
    }

    /** State of each challenge and whose it is, in order. */
    private static List<String> challenges() {
        return parts.jdbc().sql("select id from challenge order by inbox_id").query(UUID.class).list().stream()
                .map(id -> parts.hub.get(ChallengeStore.class).find(id).orElseThrow())
                .map(MergedRecordsIT::shown)
                .toList();
    }

    private static String shown(Challenge challenge) {
        String patient = challenge.recipient().identifier().reveal();
        assertThat(challenge.patientKey()).isEqualTo(key(patient));
        ChallengeState state = challenge.state();
        return state + " " + patient;
    }

    private static String key(String patient) {
        return TestKeys.pseudonyms().patient(patient, "GOOD");
    }

    private static String lastRow() {
        return parts.rows().getLast();
    }
}
