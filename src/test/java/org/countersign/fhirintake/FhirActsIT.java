package org.countersign.fhirintake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.testing.FhirRecords.account;
import static org.countersign.testing.FhirRecords.appointment;
import static org.countersign.testing.FhirRecords.charge;
import static org.countersign.testing.FhirRecords.invoice;
import static org.countersign.testing.FhirRecords.patient;
import static org.countersign.testing.FhirRecords.report;
import static org.countersign.testing.FhirRecords.versioned;
import static org.countersign.testing.FhirRecords.visit;

import java.util.List;
import java.util.stream.Stream;
import org.countersign.challenge.ChallengeStore;
import org.countersign.intake.InboxDrain;
import org.countersign.intake.MessageReplay;
import org.countersign.intake.ReplayAnswer;
import org.countersign.testing.ApiClient;
import org.countersign.testing.FhirHub;
import org.countersign.testing.FhirSender;
import org.countersign.testing.RecordingWakeUps;
import org.countersign.testing.WebHub;
import org.hl7.fhir.r4.model.Account.AccountStatus;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.ChargeItem.ChargeItemStatus;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Invoice;
import org.hl7.fhir.r4.model.Invoice.InvoiceStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Each resource type that asks for a code or ends what is pending, by each way into {@code /fhir}; no EHR to read from. */
@SpringBootTest(
        classes = FhirHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"countersign.api.key=" + ApiClient.KEY, "countersign.console.password=" + WebHub.PASSWORD})
class FhirActsIT {

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private InboxDrain drain;

    @Autowired
    private MessageReplay replay;

    @Autowired
    private ChallengeStore challenges;

    @Autowired
    private RecordingWakeUps wakeUps;

    private FhirSender ehr;

    @BeforeEach
    void begin() {
        jdbc.sql("truncate inbox, challenge, audit_entry, fhir_cursor, absorbed_patient, contact_refusal cascade")
                .update();
        wakeUps.inboxIds().clear();
        ehr = new FhirSender(new ApiClient(port));
    }

    /** What asks, the policy and the act that it asks for, and what ends that. */
    static Stream<Arguments> acts() {
        return Stream.of(
                Arguments.of(
                        report("D1", DiagnosticReportStatus.FINAL),
                        "portal-result DiagnosticReport/D1",
                        report("D1", DiagnosticReportStatus.ENTEREDINERROR)),
                Arguments.of(
                        invoice("I1", InvoiceStatus.ISSUED),
                        "billing Invoice/I1",
                        invoice("I1", InvoiceStatus.BALANCED)),
                Arguments.of(
                        charge("C1", ChargeItemStatus.BILLABLE),
                        "billing Invoice/ChargeItem-C1",
                        charge("C1", ChargeItemStatus.ABORTED)),
                Arguments.of(
                        account("K1", AccountStatus.ACTIVE),
                        "billing Invoice/Account-K1",
                        account("K1", AccountStatus.ENTEREDINERROR)),
                Arguments.of(
                        visit("E1", EncounterStatus.ARRIVED),
                        "telehealth Encounter/E1",
                        visit("E1", EncounterStatus.FINISHED)));
    }

    @ParameterizedTest
    @MethodSource("acts")
    void eachIsAskedForByAnUpdateOnItsOwn(Resource asks, String challenge, Resource ends) {
        ehr.put(contained(versioned(asks.copy(), 1)));
        drainAll();
        assertThat(challenges()).containsExactly("OPEN " + challenge);
        ehr.put(contained(versioned(asks.copy(), 2)));
        drainAll();
        assertThat(challenges()).as("the same again").containsExactly("OPEN " + challenge);
        ehr.put(contained(versioned(ends.copy(), 3)));
        drainAll();
        assertThat(challenges()).containsExactly("CANCELLED " + challenge);
    }

    @ParameterizedTest
    @MethodSource("acts")
    void eachIsAskedForByATransaction(Resource asks, String challenge, Resource ends) {
        ehr.post("", FhirSender.transaction(versioned(asks.copy(), 1), versioned(patient("P1"), 2)));
        drainAll();
        assertThat(challenges()).containsExactly("OPEN " + challenge);
        ehr.post("", FhirSender.transaction(versioned(ends.copy(), 2), versioned(patient("P1"), 2)));
        drainAll();
        assertThat(challenges()).containsExactly("CANCELLED " + challenge);
    }

    @ParameterizedTest
    @MethodSource("acts")
    void eachIsAskedForByAMessage(Resource asks, String challenge, Resource ends) {
        ehr.post("$process-message", FhirSender.message("m1", versioned(asks.copy(), 1), patient("P1")));
        drainAll();
        assertThat(challenges()).containsExactly("OPEN " + challenge);
        ehr.post("", FhirSender.message("m2", versioned(ends.copy(), 2), patient("P1")));
        drainAll();
        assertThat(challenges()).containsExactly("CANCELLED " + challenge);
    }

    @Test
    void aReportIsAskedForByARestHookAndAnewOnceItIsCorrected() {
        DiagnosticReport report = contained(versioned(report("D1", DiagnosticReportStatus.FINAL), 1));
        assertThat(ehr.send("PUT", "notify/results/DiagnosticReport/D1", FhirSender.json(report), FhirSender.JSON)
                        .statusCode())
                .isEqualTo(200);
        drainAll();
        ehr.put(versioned(report.setStatus(DiagnosticReportStatus.CORRECTED), 2));
        drainAll();
        assertThat(challenges())
                .containsExactly(
                        "SUPERSEDED portal-result DiagnosticReport/D1", "OPEN portal-result DiagnosticReport/D1");
    }

    @Test
    void aReportThatIsNotFinalIsSkippedWithItsReason() {
        ehr.put(contained(report("D1", DiagnosticReportStatus.PRELIMINARY)));
        drainAll();
        assertThat(FhirHub.rows(jdbc))
                .singleElement()
                .asString()
                .startsWith("DONE DiagnosticReport/D1")
                .endsWith("result status preliminary is not final: nothing is released");
    }

    @Test
    void whatIsMissingIsToldByExpression() {
        assertThat(FhirSender.expressions(ehr.send(
                        "PUT", "Encounter/E1", "{\"resourceType\":\"Encounter\",\"id\":\"E1\"}", FhirSender.JSON)))
                .containsExactly("Encounter.status", "Encounter.class");
        assertThat(FhirSender.expressions(
                        ehr.put(report("D1", DiagnosticReportStatus.FINAL).setSubject(new Reference("#gone")))))
                .containsExactly("DiagnosticReport.subject");
        Patient linked = patient("P1");
        linked.addLink().getOther().setReference("#gone");
        assertThat(FhirSender.expressions(ehr.put(linked)))
                .containsExactly("Patient.link[0].type", "Patient.link[0].other");
        assertThat(FhirHub.rows(jdbc)).isEmpty();
    }

    @Test
    void aBillThatIsProcessedAgainSendsNoSecondCode() {
        ehr.put(contained(versioned(invoice("I1", InvoiceStatus.ISSUED), 1)));
        drainAll();
        long id = jdbc.sql("select id from inbox").query(Long.class).single();
        ReplayAnswer answer = replay.replay(id, new MessageReplay.Wish("user:test", false, false));
        assertThat(((ReplayAnswer.Done) answer).decision()).contains("stands, nothing it is for changed");
        assertThat(challenges()).containsExactly("OPEN billing Invoice/I1");
        ehr.put(contained(versioned(invoice("I1", InvoiceStatus.CANCELLED), 2)));
        drainAll();
        assertThat(replay.replay(id, new MessageReplay.Wish("user:test", false, false)))
                .as("a later one is about the same act")
                .isInstanceOf(ReplayAnswer.Outdated.class);
    }

    // ---- the person

    @Test
    void aNewPatientIsAskedAndAChangedOneIsNot() {
        ehr.post("Patient", patient(""));
        ehr.put(versioned(patient("P2", "MRN-2", "+14155550123"), 2));
        drainAll();
        assertThat(challenges()).singleElement().asString().startsWith("OPEN portal Patient/");
        assertThat(FhirHub.rows(jdbc).getLast()).contains("NO_POLICY");
    }

    @Test
    void anotherNumberVoidsTheCodeAndANewOneGoesThere() {
        ehr.post("", FhirSender.transaction(booked(), versioned(patient("P1"), 2)));
        drainAll();
        ehr.put(versioned(patient("P1", "MRN-1", "+14155550199"), 3));
        drainAll();
        assertThat(challenges())
                .containsExactly("SUPERSEDED appointment Appointment/A1", "OPEN appointment Appointment/A1");
        assertThat(jdbc.sql("select id from challenge where state = 'OPEN'")
                        .query(java.util.UUID.class)
                        .list())
                .singleElement()
                .satisfies(id -> assertThat(challenges.find(id).orElseThrow().steps())
                        .extracting(step -> step.address().reveal())
                        .containsExactly("+14155550199"));
        assertThat(FhirHub.rows(jdbc).getLast()).contains("telecom-changed");
    }

    @Test
    void deathAndAnInactiveRecordEndWhatIsOpen() {
        for (Patient gone : List.of(
                versioned(patient("P1"), 3).setDeceased(new DateTimeType("2029-12-31")),
                versioned(patient("P1"), 4).setActive(false))) {
            ehr.post("", FhirSender.transaction(booked(), versioned(patient("P1"), 2)));
            drainAll();
            ehr.put(gone);
            drainAll();
            assertThat(challenges()).containsExactly("CANCELLED appointment Appointment/A1");
            jdbc.sql("truncate inbox, challenge cascade").update();
        }
    }

    @Test
    void aRecordThatReplacesAnotherTakesOverWhatIsOpen() {
        ehr.post("", FhirSender.transaction(booked(), versioned(patient("P1"), 2)));
        drainAll();
        Patient stays = versioned(patient("P2", "MRN-2", "+14155550123"), 2);
        stays.addLink().setType(LinkType.REPLACES).setOther(new Reference("Patient/P1"));
        Patient gives = versioned(patient("P1"), 3);
        gives.addLink().setType(LinkType.REPLACEDBY).setOther(new Reference("Patient/P2"));
        ehr.post("", FhirSender.transaction(gives, stays));
        drainAll();
        assertThat(challenges()).containsExactly("OPEN appointment Appointment/A1");
        assertThat(recipients()).containsExactly("MRN-2");

        Resource late = versioned(appointment("A2", AppointmentStatus.BOOKED), 1);
        ehr.post("$process-message", FhirSender.message("m1", late, patient("P1")));
        drainAll();
        assertThat(recipients()).as("that still comes under the old record").containsExactly("MRN-2", "MRN-2");
        long id = jdbc.sql("select max(id) from inbox").query(Long.class).single();
        ReplayAnswer answer = replay.replay(id, new MessageReplay.Wish("user:test", false, false));
        assertThat(((ReplayAnswer.Done) answer).decision()).contains("stands, nothing it is for changed");
        ehr.put(contained(versioned(appointment("A2", AppointmentStatus.CANCELLED), 2), patient("p", "MRN-2", "")));
        drainAll();
        assertThat(challenges())
                .containsExactly("OPEN appointment Appointment/A1", "CANCELLED appointment Appointment/A2");
    }

    @Test
    void bothRecordsOfAMergeAreWorkedOffInOneOrder() {
        Patient stays = versioned(patient("P2", "MRN-2", "+14155550123"), 2);
        stays.addLink().setType(LinkType.REPLACES).setOther(new Reference("Patient/P1"));
        ehr.post("", FhirSender.transaction(stays, versioned(patient("P1"), 2)));
        drainAll();
        ehr.post("$process-message", FhirSender.message("m1", booked(), patient("P1")));
        Appointment cancelled = versioned(appointment("A1", AppointmentStatus.CANCELLED), 2);
        cancelled.getParticipantFirstRep().getActor().setReference("Patient/P2");
        ehr.post("$process-message", FhirSender.message("m2", cancelled, patient("P2", "MRN-2", "+14155550123")));
        drain.drain(jdbc.sql("select max(id) from inbox").query(String.class).single());
        assertThat(challenges()).as("the booking came first").containsExactly("CANCELLED appointment Appointment/A1");
    }

    @Test
    void aConsentThatRefusesTextsIsRememberedForThePatientAndAsksForNothing() {
        Consent consent = versioned(new Consent().setStatus(ConsentState.ACTIVE), 1);
        consent.setId("C1");
        consent.addCategory().addCoding().setSystem("http://loinc.org").setCode("89057-4");
        consent.getProvision().setType(ConsentProvisionType.DENY);
        consent.setPatient(new Reference("#p")).addContained(patient("p"));
        ehr.put(consent);
        ehr.put(contained(versioned(appointment("A1", AppointmentStatus.BOOKED), 1)));
        drainAll();
        assertThat(jdbc.sql("select reason from inbox order by id")
                        .query(String.class)
                        .list())
                .containsExactly(
                        "Skipped, NO_POLICY: A Consent refuses to be written to",
                        "Skipped, REFUSED: the patient refused text by Consent/C1");
    }

    private List<String> recipients() {
        return jdbc.sql("select id from challenge order by inbox_id").query(java.util.UUID.class).list().stream()
                .map(id -> challenges
                        .find(id)
                        .orElseThrow()
                        .recipient()
                        .identifier()
                        .reveal())
                .toList();
    }

    private static Resource booked() {
        return versioned(appointment("A1", AppointmentStatus.BOOKED), 1);
    }

    /** With its patient inside, as an EHR sends that has nothing to be read from. */
    private static <T extends Resource> T contained(T resource) {
        return contained(resource, patient("p"));
    }

    private static <T extends Resource> T contained(T resource, Patient patient) {
        var reference = new Reference("#p");
        switch (resource) {
            case Appointment appointment -> {
                appointment.getParticipantFirstRep().setActor(reference);
                appointment.addContained(patient);
            }
            case DiagnosticReport report -> report.setSubject(reference).addContained(patient);
            case Invoice invoice -> invoice.setSubject(reference).addContained(patient);
            case org.hl7.fhir.r4.model.ChargeItem item ->
                item.setSubject(reference).addContained(patient);
            case org.hl7.fhir.r4.model.Encounter visit ->
                visit.setSubject(reference).addContained(patient);
            case org.hl7.fhir.r4.model.Account account ->
                account.setSubject(List.of(reference)).addContained(patient);
            default -> throw new IllegalArgumentException(resource.fhirType());
        }
        return resource;
    }

    /** Policy and act of each challenge, with its state, in order. */
    private List<String> challenges() {
        return jdbc.sql("select state || ' ' || policy || ' ' || act from challenge order by issued_at, inbox_id")
                .query(String.class)
                .list();
    }

    private void drainAll() {
        jdbc.sql("select id from inbox where state = 'WAITING' order by id")
                .query(String.class)
                .list()
                .forEach(drain::drain);
    }
}
