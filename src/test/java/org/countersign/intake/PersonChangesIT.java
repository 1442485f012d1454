package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.audit.AuditTrail;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeIssuer;
import org.countersign.challenge.ChallengeState;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.CheckAnswer;
import org.countersign.challenge.CodeDeriver;
import org.countersign.challenge.CodeVerifier;
import org.countersign.event.Hl7v2Reader;
import org.countersign.platform.Sensitive;
import org.countersign.testing.TestKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of open challenges when their person is merged, moves to another number or dies; and of refills. */
class PersonChangesIT {

    private static final String MOBILE = "^PRN^CP^^1^608^5550100";
    private static final String OTHER = "^PRN^CP^^1^608^5550199";
    private static final String MAIL = "^NET^Internet^ada@example.org";

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

    // ---- merges

    @Test
    void aMergeGivesWhatIsOpenToTheRecordThatStaysWithTheSameCode() {
        Challenge before = booked("OLD", "A1", MOBILE);
        send(merge("NEW", "OLD"));
        Challenge after = challenge(before.id());
        assertThat(after.state()).isEqualTo(ChallengeState.OPEN);
        assertThat(after.patientKey()).isEqualTo(key("NEW")).isNotEqualTo(before.patientKey());
        assertThat(after.recipient().identifier().reveal()).isEqualTo("NEW");
        assertThat(after.recipe()).isEqualTo(before.recipe());
        assertThat(lastRow()).isEqualTo("DONE: Challenge " + before.id() + " merged into the record that stays");
        assertThat(kinds()).containsExactly("CODE_ISSUED", "MESSAGE_READ", "CHALLENGE_MERGED", "MESSAGE_READ");
        assertThat(parts.jdbc()
                        .sql("select patient_key from audit_entry where kind = 'CHALLENGE_MERGED'")
                        .query(String.class)
                        .single())
                .isEqualTo(key("NEW"));
        send(siu("S15", "NEW", "A1", MOBILE));
        assertThat(challenge(before.id()).state())
                .as("by the record that stays")
                .isEqualTo(ChallengeState.CANCELLED);
    }

    @Test
    void whereBothRecordsHaveOneForAnActThatOfTheRecordThatStaysStands() {
        Challenge old = booked("OLD", "A1", MOBILE);
        Challenge standing = booked("NEW", "A1", MOBILE);
        send(merge("NEW", "OLD"));
        assertThat(challenge(old.id()).state()).isEqualTo(ChallengeState.SUPERSEDED);
        assertThat(challenge(standing.id()).state()).isEqualTo(ChallengeState.OPEN);
    }

    @Test
    void aRegistrationsActIsRenamedWithItsRecord() {
        send(adt("A28", "OLD", MOBILE));
        Challenge open = only();
        assertThat(open.act()).isEqualTo("Patient/" + key("OLD"));
        send(merge("NEW", "OLD"));
        assertThat(challenge(open.id()).act()).isEqualTo("Patient/" + key("NEW"));
        send(adt("A28", "NEW", MOBILE));
        assertThat(lastRow()).as("the same act").contains("stands, nothing it is for changed");
    }

    @Test
    void aMergeOfNothingSaysSo() {
        send(merge("NEW", "OLD"));
        assertThat(lastRow()).isEqualTo("DONE: Nothing was pending: the record was merged into another");
    }

    @Test
    void aMergeWaitsForWhatCameBeforeForTheRecordThatGivesWay() {
        accept(siu("S12", "OLD", "A1", MOBILE));
        drain.drain(accept(merge("NEW", "OLD")));
        assertThat(parts.rows()).allMatch(row -> row.startsWith("DONE: Challenge "));
        assertThat(only().patientKey()).isEqualTo(key("NEW"));
    }

    @Test
    void aMergeWaitsWhileAnOlderMessageOfTheOtherRecordWaitsForItsNextTry() {
        accept(siu("S12", "OLD", "A1", MOBILE));
        parts.jdbc()
                .sql("update inbox set due_at = :due")
                .param(
                        "due",
                        java.sql.Timestamp.from(parts.hub.clock().instant().plusSeconds(60)))
                .update();
        String merge = accept(merge("NEW", "OLD"));
        String later = accept(siu("S15", "NEW", "A1", MOBILE));
        drain.drain(merge);
        drain.drain(later);
        assertThat(parts.rows()).as("none overtakes").containsExactly("WAITING", "WAITING", "WAITING");
        parts.hub.clock().advance(Duration.ofSeconds(61));
        drain.drain(merge);
        assertThat(parts.rows()).allMatch(row -> row.startsWith("DONE"));
        assertThat(only().state()).isEqualTo(ChallengeState.CANCELLED);
    }

    @Test
    void mergesInAllDirectionsAtOnceDoNotWaitForEachOther() throws Exception {
        List<String> ids = new java.util.ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(accept(siu("S12", "P" + i % 3, "A" + i, MOBILE)));
            ids.add(accept(merge("P" + i % 3, "P" + (i + 1 + i % 2) % 3)));
        }
        atOnce(ids.stream().<Runnable>map(id -> () -> drain.drain(id)).toList());
        assertThat(parts.rows()).hasSize(24).allMatch(row -> row.startsWith("DONE"));
        assertThat(parts.jdbc()
                        .sql("select sum(tries) from inbox")
                        .query(Integer.class)
                        .single())
                .as("no deadlock made one fail")
                .isZero();
    }

    @Test
    void aMergeAgainstACheckLosesNeither() throws Exception {
        for (int round = 0; round < 20; round++) {
            Challenge open = booked("OLD" + round, "A" + round, MOBILE);
            Sensitive<String> code = parts.hub.get(CodeDeriver.class).derive(open.id(), open.recipe());
            String merge = accept(merge("NEW" + round, "OLD" + round));
            CheckAnswer[] answer = new CheckAnswer[1];
            atOnce(List.of(() -> drain.drain(merge), () -> answer[0] = check(open.id(), code)));
            Challenge after = challenge(open.id());
            assertThat(answer[0]).isEqualTo(CheckAnswer.VERIFIED);
            assertThat(after.state()).isEqualTo(ChallengeState.VERIFIED);
            assertThat(after.tries()).isEqualTo(1);
            boolean merged = lastRow().endsWith("merged into the record that stays");
            assertThat(after.patientKey()).isEqualTo(key((merged ? "NEW" : "OLD") + round));
        }
    }

    // ---- addresses

    @ParameterizedTest
    @ValueSource(strings = {"A01", "A04", "A08", "A28", "A31"})
    void anotherNumberVoidsTheCodeAndANewOneGoesThere(String trigger) {
        Challenge old = booked("P1", "A1", MOBILE);
        Sensitive<String> code = parts.hub.get(CodeDeriver.class).derive(old.id(), old.recipe());
        send(adt(trigger, "P1", OTHER));
        assertThat(challenge(old.id()).state()).isEqualTo(ChallengeState.SUPERSEDED);
        Challenge fresh = open().stream()
                .filter(one -> one.act().equals(old.act()))
                .findFirst()
                .orElseThrow();
        assertThat(fresh.steps()).extracting(step -> step.address().reveal()).containsExactly("+16085550199");
        assertThat(fresh.due()).isPresent();
        assertThat(check(old.id(), code)).isEqualTo(CheckAnswer.REFUSED);
        assertThat(check(fresh.id(), parts.hub.get(CodeDeriver.class).derive(fresh.id(), fresh.recipe())))
                .isEqualTo(CheckAnswer.VERIFIED);
        assertThat(kinds()).containsSubsequence("TELECOM_CHANGED", "CHALLENGE_SUPERSEDED", "CODE_ISSUED");
        assertThat(lastRow()).contains("Challenge " + old.id() + " superseded by " + fresh.id() + ": telecom-changed");
    }

    @Test
    void whatAnApplicationAskedForKeepsItsAddressesAndEndsWithThePerson() {
        Challenge asked = booked("P1", "A1", MOBILE);
        parts.jdbc().sql("update challenge set inbox_id = null").update();
        send(adt("A08", "P1", OTHER));
        assertThat(challenge(asked.id()).state()).isEqualTo(ChallengeState.OPEN);
        assertThat(open()).hasSize(1);
        send(adt("A29", "P1", OTHER));
        assertThat(challenge(asked.id()).state()).isEqualTo(ChallengeState.CANCELLED);
    }

    @Test
    void whereNoAddressIsLeftTheChallengeIsCancelled() {
        Challenge open = booked("P1", "A1", MOBILE);
        send(adt("A08", "P1", "\"\""));
        assertThat(challenge(open.id()).state()).isEqualTo(ChallengeState.CANCELLED);
        assertThat(lastRow()).isEqualTo("DONE: Challenge " + open.id() + " cancelled: telecom-changed");
        assertThat(kinds()).containsSubsequence("TELECOM_CHANGED", "CHALLENGE_CANCELLED", "MESSAGE_READ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "^PRN^CP^^1^608^5550100", "^PRN^CP^^1^608^5550199~^PRN^CP^^1^608^5550100"})
    void whatIsUnchangedOrNotSaidChangesNothing(String telecoms) {
        Challenge open = booked("P1", "A1", MOBILE);
        send(adt("A08", "P1", telecoms));
        assertThat(challenge(open.id())).isEqualTo(open);
        assertThat(kinds()).containsExactly("CODE_ISSUED", "MESSAGE_READ", "MESSAGE_READ");
    }

    @Test
    void aMessageForTrainingChangesNobodysAddress() {
        Challenge open = booked("P1", "A1", MOBILE);
        send(adt("A08", "P1", OTHER).replace("|P|2.5.1", "|T|2.5.1"));
        assertThat(challenge(open.id())).isEqualTo(open);
    }

    @Test
    void anAddressThatIsGoneOfTwoVoidsTheCodeThatMayHaveGoneThere() {
        Challenge open = booked("P1", "A1", MOBILE + "~" + MAIL);
        send(adt("A31", "P1", MAIL));
        assertThat(challenge(open.id()).state()).isEqualTo(ChallengeState.SUPERSEDED);
        assertThat(open())
                .singleElement()
                .satisfies(fresh -> assertThat(fresh.steps())
                        .extracting(step -> step.address().reveal())
                        .containsExactly("ada@example.org"));
    }

    // ---- death

    @ParameterizedTest
    @CsvSource({"A08,|||||||||||||||||Y,deceased", "A03,||||||||||||||||20260531,deceased", "A29,'',inactive"})
    void deathOrDeletionStopsAllThatIsOpen(String trigger, String rest, String why) {
        Challenge one = booked("P1", "A1", MOBILE);
        Challenge two = booked("P1", "A2", MOBILE);
        Challenge other = booked("P2", "A1", MOBILE);
        send(adt(trigger, "P1", MOBILE + rest));
        assertThat(List.of(challenge(one.id()).state(), challenge(two.id()).state()))
                .containsOnly(ChallengeState.CANCELLED);
        assertThat(challenge(other.id()).state()).isEqualTo(ChallengeState.OPEN);
        assertThat(lastRow()).contains("cancelled: " + why);
    }

    @Test
    void aDischargeStopsNothing() {
        Challenge open = booked("P1", "A1", MOBILE);
        send(adt("A03", "P1", OTHER));
        assertThat(challenge(open.id())).isEqualTo(open);
    }

    // ---- numbers of an order

    @ParameterizedTest
    @CsvSource({"ORC|CA|P-7,CANCELLED", "ORC|DC||F-7,CANCELLED", "ORC|HD|P-7|F-9,CANCELLED", "ORC|CA|P-8,OPEN"})
    void aRefillIsCancelledByAnyOfItsNumbersAlone(String orc, ChallengeState state) {
        send(refill("P1"));
        Challenge open = only();
        assertThat(open.names()).containsExactlyInAnyOrder("placer:P-7", "filler:F-7", "prescription:RX-7");
        send(message("ORM^O01", "P1", MOBILE, orc));
        assertThat(challenge(open.id()).state()).isEqualTo(state);
    }

    @Test
    void anotherPatientsOrderOfThatNumberCancelsNothing() {
        send(refill("P1"));
        send(message("ORM^O01", "P2", MOBILE, "ORC|CA|P-7"));
        assertThat(only().state()).isEqualTo(ChallengeState.OPEN);
    }

    @Test
    void aDispenseEndsTheRefill() {
        send(refill("P1"));
        send(message("RDS^O13", "P1", MOBILE, "ORC|RE|P-7", "RXD|1|1^X|2026|60|TAB||RX-7"));
        assertThat(only().state()).isEqualTo(ChallengeState.CANCELLED);
        assertThat(lastRow()).endsWith("cancelled: the act was done without waiting for the code");
    }

    @Test
    void theSamplesOfAPersonDoWhatTheySay() throws IOException {
        sendSample("siu-s12.hl7");
        Challenge booked = only();
        sendSample("adt-a08-number.hl7");
        assertThat(challenge(booked.id()).state()).isEqualTo(ChallengeState.SUPERSEDED);
        sendSample("adt-a40-merge.hl7");
        assertThat(open())
                .singleElement()
                .satisfies(fresh ->
                        assertThat(fresh.recipient().identifier().reveal()).isEqualTo("MRN-60001"));
        sendSample("rde-o25-refill.hl7");
        sendSample("rds-o13-dispense.hl7");
        assertThat(lastRow()).contains("cancelled: the act was done");
    }

    private Challenge booked(String patient, String appointment, String telecoms) {
        send(siu("S12", patient, appointment, telecoms));
        return challenge(UUID.fromString(lastRow().replaceAll("DONE: Challenge | issued", "")));
    }

    private String siu(String trigger, String patient, String appointment, String telecoms) {
        return message(
                "SIU^" + trigger,
                patient,
                telecoms,
                "SCH|" + appointment + "|" + appointment + "|||||||||^^^20270601090000");
    }

    private String adt(String trigger, String patient, String telecoms) {
        return message("ADT^" + trigger, patient, telecoms, "PV1|1|O");
    }

    private String merge(String into, String absorbed) {
        return message("ADT^A40", into, "", "MRG|" + absorbed + "^^^GOOD");
    }

    private String refill(String patient) {
        return message("RDE^O25", patient, MOBILE, "ORC|RF|P-7|F-7", "RXE||1^Metformin|1||TAB|||||60|TAB|3|||RX-7|2");
    }

    private String message(String type, String patient, String telecoms, String... segments) {
        return "MSH|^~\\&|EHR|GOOD|HUB|HERE|20260601120000||" + type + "|C" + controlId++ + "|P|2.5.1\r"
                + "PID|1||" + patient + "^^^GOOD^MR||Everywoman^Ada||19700101|F|||||" + telecoms + "\r"
                + String.join("\r", segments) + "\r";
    }

    private void send(String message) {
        drain.drain(accept(message));
    }

    private void sendSample(String file) throws IOException {
        send(Files.readString(Path.of("src/docs/samples", file), StandardCharsets.ISO_8859_1));
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

    private static CheckAnswer check(UUID id, Sensitive<String> code) {
        return parts.hub.get(CodeVerifier.class).check(id, code, Optional.empty(), "user:test");
    }

    private static Challenge challenge(UUID id) {
        return parts.hub.get(ChallengeStore.class).find(id).orElseThrow();
    }

    private static Challenge only() {
        return challenge(
                parts.jdbc().sql("select id from challenge").query(UUID.class).single());
    }

    private static List<Challenge> open() {
        return parts.jdbc().sql("select id from challenge where state = 'OPEN'").query(UUID.class).list().stream()
                .map(PersonChangesIT::challenge)
                .toList();
    }

    private static String key(String patient) {
        return TestKeys.pseudonyms().patient(patient, "GOOD");
    }

    private static String lastRow() {
        return parts.rows().getLast();
    }

    private static List<String> kinds() {
        return parts.jdbc()
                .sql("select kind from audit_entry order by id")
                .query(String.class)
                .list();
    }

    private static void atOnce(List<Runnable> actions) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(actions.size());
        try (ExecutorService executor = Executors.newFixedThreadPool(actions.size())) {
            List<Future<?>> running = new java.util.ArrayList<>();
            for (Runnable action : actions) {
                running.add(executor.submit(() -> {
                    barrier.await();
                    action.run();
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
    }
}
