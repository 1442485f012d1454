package org.countersign.fhirintake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.testing.FhirRecords.appointment;
import static org.countersign.testing.FhirRecords.order;
import static org.countersign.testing.FhirRecords.patient;
import static org.countersign.testing.FhirRecords.versioned;

import ca.uhn.fhir.context.FhirContext;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Date;
import java.util.List;
import org.countersign.intake.InboxDrain;
import org.countersign.testing.ApiClient;
import org.countersign.testing.Ehr;
import org.countersign.testing.FhirHub;
import org.countersign.testing.FhirRecords;
import org.countersign.testing.FhirSender;
import org.countersign.testing.RecordingWakeUps;
import org.countersign.testing.WebHub;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.MessageHeader.ResponseType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What an EHR writes to {@code /fhir}, over real HTTP, to the challenge that it leads to. */
@SpringBootTest(
        classes = FhirHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "countersign.api.key=" + ApiClient.KEY,
            "countersign.console.password=" + WebHub.PASSWORD,
            "countersign.fhir.body-limit=64KB",
            "countersign.ehr.source=https://hub.example"
        })
class FhirIntakeIT {

    private static final FhirContext CONTEXT = FhirContext.forR4Cached();
    private static final Ehr EHR = Ehr.start();

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private InboxDrain drain;

    @Autowired
    private RecordingWakeUps wakeUps;

    private ApiClient api;
    private FhirSender sender;

    @DynamicPropertySource
    static void ehr(DynamicPropertyRegistry settings) {
        settings.add("countersign.ehr.url", EHR::url);
    }

    @AfterAll
    static void stop() {
        EHR.close();
    }

    @BeforeEach
    void begin() {
        jdbc.sql("truncate inbox, challenge, audit_entry, fhir_cursor cascade").update();
        wakeUps.inboxIds().clear();
        api = new ApiClient(port);
        sender = new FhirSender(api);
    }

    @Test
    void aPendingAppointmentIsChallengedOnce() {
        Appointment appointment = appointment("A1", AppointmentStatus.PENDING);
        appointment.addContained(patient("#p"));
        appointment.getParticipantFirstRep().getActor().setReference("#p");
        appointment.getMeta().setVersionId("1");

        HttpResponse<String> first = sender.put(appointment);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(FhirSender.read(first)).isInstanceOf(Appointment.class);
        assertThat(sender.put(appointment).statusCode()).isEqualTo(200);

        drainAll();
        assertThat(FhirHub.rows(jdbc)).singleElement().asString().startsWith("DONE Appointment/A1 Challenge");
        assertThat(FhirHub.challenges(jdbc)).containsExactly("OPEN Appointment/A1");
    }

    @Test
    void movingItChallengesAgainAndCancellingItEndsThat() {
        EHR.put(patient("P1"), WebHub.START);
        Appointment appointment = appointment("A2", AppointmentStatus.BOOKED);
        sender.put(versioned(appointment, 1));
        drainAll();
        appointment.setStart(Date.from(FhirRecords.START.plusSeconds(3600)));
        sender.put(versioned(appointment, 2));
        drainAll();
        sender.put(versioned(appointment, 3));
        drainAll();
        assertThat(FhirHub.challenges(jdbc)).containsExactly("SUPERSEDED Appointment/A2", "OPEN Appointment/A2");

        sender.put(versioned(appointment.setStatus(AppointmentStatus.NOSHOW), 4));
        drainAll();
        assertThat(FhirHub.challenges(jdbc)).containsExactly("SUPERSEDED Appointment/A2", "CANCELLED Appointment/A2");
    }

    @Test
    void aRefillIsAskedForByATaskOrByAWaitingRenewal() {
        EHR.put(patient("P1"), WebHub.START);
        EHR.put(order("M1", MedicationRequestStatus.ACTIVE), WebHub.START);
        Task task = new Task().setStatus(TaskStatus.REQUESTED).setFocus(new Reference("MedicationRequest/M1"));
        task.setCode(new CodeableConcept().setText("Refill Request")).setFor(new Reference("Patient/P1"));
        task.setId("T1");
        sender.put(versioned(task, 1));
        MedicationRequest renewal = order("M2", MedicationRequestStatus.ONHOLD);
        renewal.setPriorPrescription(new Reference("MedicationRequest/M1"));
        sender.put(versioned(renewal, 1));
        drainAll();
        assertThat(FhirHub.challenges(jdbc))
                .containsExactlyInAnyOrder("OPEN MedicationRequest/M1", "OPEN MedicationRequest/M2");

        sender.put(versioned(renewal.setStatus(MedicationRequestStatus.STOPPED), 2));
        drainAll();
        assertThat(FhirHub.challenges(jdbc))
                .containsExactlyInAnyOrder("OPEN MedicationRequest/M1", "CANCELLED MedicationRequest/M2");
    }

    @Test
    void aTransactionIsTakenWholeWithItsReferences() {
        Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
        bundle.addEntry()
                .setFullUrl("urn:uuid:1f1a1b1c-0000-4000-8000-000000000001")
                .setResource(patient(""))
                .getRequest()
                .setMethod(HTTPVerb.POST)
                .setUrl("Patient");
        Appointment appointment = appointment("A3", AppointmentStatus.PROPOSED);
        appointment.getParticipantFirstRep().getActor().setReference("urn:uuid:1f1a1b1c-0000-4000-8000-000000000001");
        bundle.addEntry()
                .setResource(appointment)
                .getRequest()
                .setMethod(HTTPVerb.PUT)
                .setUrl("Appointment/A3");

        HttpResponse<String> answer = sender.post("", bundle);
        assertThat(answer.statusCode()).isEqualTo(200);
        Bundle response = (Bundle) FhirSender.read(answer);
        assertThat(response.getType()).isEqualTo(BundleType.TRANSACTIONRESPONSE);
        assertThat(response.getEntry())
                .extracting(entry -> entry.getResponse().getStatus())
                .containsExactly("201 Created", "200 OK");
        drainAll();
        assertThat(FhirHub.challenges(jdbc)).hasSize(2).contains("OPEN Appointment/A3");
    }

    @Test
    void aTransactionWithOneBadEntryIsNotTakenAndABatchIsTakenLessThatEntry() {
        Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
        bundle.addEntry()
                .setResource(appointment("A4", AppointmentStatus.PENDING))
                .getRequest()
                .setMethod(HTTPVerb.PUT)
                .setUrl("Appointment/A4");
        bundle.addEntry()
                .setResource(appointment("A5", AppointmentStatus.PENDING).setStart(null))
                .getRequest()
                .setMethod(HTTPVerb.PUT)
                .setUrl("Appointment/A5");

        HttpResponse<String> refused = sender.post("", bundle);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(FhirSender.expressions(refused)).containsExactly("Bundle.entry[1].resource.start");
        assertThat(FhirHub.rows(jdbc)).isEmpty();

        Bundle response = (Bundle) FhirSender.read(sender.post("", bundle.setType(BundleType.BATCH)));
        assertThat(response.getEntry())
                .extracting(entry -> entry.getResponse().getStatus())
                .containsExactly("200 OK", "422 Unprocessable Entity");
        assertThat(FhirHub.rows(jdbc)).containsExactly("WAITING Appointment/A4");
    }

    @Test
    void aMessageIsAnsweredByAMessage() {
        MessageHeader header = new MessageHeader().setEvent(new Coding("urn:x", "appointment-booked", ""));
        header.addFocus(new Reference("Appointment/A6"));
        header.setId("m1");
        Bundle bundle = new Bundle().setType(BundleType.MESSAGE);
        bundle.addEntry().setResource(header);
        bundle.addEntry().setResource(appointment("A6", AppointmentStatus.PENDING));
        bundle.addEntry().setResource(patient("P1"));

        for (String path : List.of("", "$process-message")) {
            Bundle answer = (Bundle) FhirSender.read(sender.post(path, bundle));
            MessageHeader reply = (MessageHeader) answer.getEntryFirstRep().getResource();
            assertThat(reply.getResponse().getCode()).isEqualTo(ResponseType.OK);
            assertThat(reply.getResponse().getIdentifier()).isEqualTo("m1");
        }
        drainAll();
        assertThat(FhirHub.rows(jdbc)).hasSize(1);
        assertThat(FhirHub.challenges(jdbc)).containsExactly("OPEN Appointment/A6");
    }

    @Test
    void aCreateThatIsRepeatedIsTheSame() {
        EHR.put(patient("P1"), WebHub.START);
        HttpResponse<String> first = sender.post("Appointment", appointment("", AppointmentStatus.PENDING));
        HttpResponse<String> second = sender.post("Appointment", appointment("", AppointmentStatus.PENDING));
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.headers().firstValue("Location"))
                .isPresent()
                .isEqualTo(second.headers().firstValue("Location"));
        assertThat(FhirHub.rows(jdbc)).hasSize(1);
    }

    @Test
    void aPatientThatIsNowhereIsAReasonToSkip() {
        Appointment appointment = appointment("A7", AppointmentStatus.PENDING);
        appointment.getParticipantFirstRep().getActor().setReference("Patient/nobody");
        sender.put(appointment);
        drainAll();
        assertThat(FhirHub.rows(jdbc))
                .singleElement()
                .asString()
                .contains("did not come with it, and the EHR has none");
    }

    @Test
    void theHubsOwnWriteBackIsStoredAndDone() {
        Appointment appointment = appointment("A8", AppointmentStatus.BOOKED);
        appointment.getMeta().setSource("https://hub.example#req1").setVersionId("2");
        sender.put(appointment);
        assertThat(FhirHub.rows(jdbc)).containsExactly("DONE Appointment/A8 own write-back");
        assertThat(wakeUps.inboxIds()).isEmpty();

        sender.put(versioned(appointment.setStatus(AppointmentStatus.CANCELLED), 3));
        assertThat(FhirHub.rows(jdbc)).last().isEqualTo("WAITING Appointment/A8");
    }

    @Test
    void badInputIsToldByExpression() {
        Appointment appointment = new Appointment();
        appointment.setId("A9");
        appointment.addParticipant().getActor().setReference("#gone");
        assertThat(FhirSender.expressions(sender.put(appointment)))
                .contains("Appointment.status", "Appointment.participant");
        assertThat(FhirSender.expressions(sender.send(
                        "PUT",
                        "MedicationRequest/M9",
                        "{\"resourceType\":\"MedicationRequest\",\"id\":\"M9\"}",
                        "application/fhir+json")))
                .containsExactly(
                        "MedicationRequest.status", "MedicationRequest.medication", "MedicationRequest.subject");
        HttpResponse<String> malformed = sender.send(
                "PUT",
                "Patient/P9",
                "{\"resourceType\":\"Patient\",\"id\":\"P9\",\"birthDate\":\"19x\"}",
                "application/fhir+json");
        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(FhirSender.expressions(malformed)).containsExactly("birthDate");
        assertThat(FhirHub.rows(jdbc)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"text/csv, '', 415", "application/fhir+json, text/csv, 406", "application/fhir+json, '', 200"})
    void mediaTypesAreChecked(String contentType, String accept, int expected) {
        HttpRequest.Builder request = api.request("/fhir/Appointment/A1")
                .header("Content-Type", contentType)
                .PUT(BodyPublishers.ofString(FhirSender.json(appointment("A1", AppointmentStatus.PENDING))));
        if (!accept.isEmpty()) {
            request.header("Accept", accept);
        }
        assertThat(api.send(request).statusCode()).isEqualTo(expected);
    }

    @Test
    void aBodyOverTheLimitIs413WhetherAnnouncedOrNot() {
        String large =
                FhirSender.json(appointment("A1", AppointmentStatus.PENDING).setComment("x".repeat(70_000)));
        assertThat(sender.send("PUT", "Appointment/A1", large, "application/fhir+json")
                        .statusCode())
                .isEqualTo(413);
        HttpRequest.Builder chunked = api.request("/fhir/Appointment/A1")
                .header("Content-Type", "application/fhir+json")
                .PUT(BodyPublishers.ofInputStream(() ->
                        new java.io.ByteArrayInputStream(large.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        HttpResponse<String> answer = api.send(chunked);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(((OperationOutcome) FhirSender.read(answer))
                        .getIssueFirstRep()
                        .getCode())
                .isEqualTo(OperationOutcome.IssueType.TOOLONG);
    }

    @Test
    void xmlIsReadToo() {
        String xml = CONTEXT.newXmlParser().encodeResourceToString(appointment("A10", AppointmentStatus.PENDING));
        assertThat(sender.send("PUT", "Appointment/A10", xml, "application/fhir+xml")
                        .statusCode())
                .isEqualTo(200);
        assertThat(FhirHub.rows(jdbc)).containsExactly("WAITING Appointment/A10");
    }

    @Test
    void theCapabilityStatementSaysWhatIsTaken() {
        CapabilityStatement statement = (CapabilityStatement) FhirSender.read(api.get("/fhir/metadata"));
        assertThat(statement.getRestFirstRep().getResource())
                .filteredOn(resource -> resource.getType().equals("Appointment"))
                .singleElement()
                .satisfies(resource -> assertThat(resource.getInteraction())
                        .extracting(interaction -> interaction.getCode().toCode())
                        .containsExactlyInAnyOrder("create", "update"));
        assertThat(statement.getRestFirstRep().getInteraction())
                .extracting(interaction -> interaction.getCode().toCode())
                .contains("transaction");
    }

    @Test
    void nobodyWritesWithoutAKey() {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        java.net.URI.create("http://127.0.0.1:" + port + "/fhir/Appointment/A1"))
                .header("Content-Type", "application/fhir+json")
                .PUT(BodyPublishers.ofString(FhirSender.json(appointment("A1", AppointmentStatus.PENDING))));
        assertThat(api.send(request).statusCode()).isEqualTo(401);
    }

    private void drainAll() {
        List<Long> woken = List.copyOf(wakeUps.inboxIds());
        wakeUps.inboxIds().clear();
        jdbc.sql("select id from inbox where state = 'WAITING' order by id")
                .query(String.class)
                .list()
                .forEach(drain::drain);
        assertThat(woken).hasSizeLessThanOrEqualTo(10);
    }
}
