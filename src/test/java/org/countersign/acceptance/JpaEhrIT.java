package org.countersign.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.countersign.testing.ApiClient;
import org.countersign.testing.HubProcess;
import org.countersign.testing.JpaEhr;
import org.countersign.testing.Routes;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Appointment.ParticipationStatus;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestIntent;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.hl7.fhir.r4.model.VerificationResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The running hub beside HAPI's JPA server as the EHR, which notifies by rest-hook, with and without the resource, or is
 * polled; messages go to the simulated phone.
 */
class JpaEhrIT {

    private static final Pattern CODE = Pattern.compile("\\b(\\d{6})\\b");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2030-05-14T10:15:00Z");
    private static final int EDITS = 10;

    private static JpaEhr ehr;
    private static IGenericClient records;
    private static HubProcess hub;

    @BeforeAll
    static void start() throws IOException {
        Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "jpa-ehr");
        ehr = new JpaEhr(home);
        CompletableFuture<JpaEhr> starting = CompletableFuture.supplyAsync(ehr::start);
        hub = new HubProcess(
                        home,
                        Routes.copyTo(home.resolve("routes")).folder(),
                        Map.of(
                                "countersign.ehr.url", ehr.url(),
                                "countersign.ehr.communication", "true",
                                "countersign.ehr.verification-result", "true",
                                "countersign.fhir.poll.every", "1s",
                                "countersign.fhir.poll.criteria", "MedicationRequest?status=on-hold"))
                .start();
        records = starting.join().client();
        subscribe("appointments", "Appointment?status=pending,booked,cancelled", "application/fhir+json");
        subscribe("refills", "Task?status=requested", "");
        await("the subscriptions are active")
                .atMost(LIMIT)
                .until(() -> records.search()
                                .forResource(Subscription.class)
                                .where(Subscription.STATUS.exactly().code("active"))
                                .cacheControl(fresh())
                                .returnBundle(Bundle.class)
                                .execute()
                                .getEntry()
                                .size()
                        == 2);
    }

    @AfterAll
    static void stop() {
        ehr.close();
        hub.close();
    }

    @Test
    void anAppointmentIsBookedByTheCodeAndWhatTheHubWroteIsNotAskedForAgain() {
        Written written = write(patient("0181"), pendingFor());
        String appointment = written.id(1);
        JsonNode message = awaitMessage("+14155550181");
        assertThat(check(challenge(appointment), code(message))).isTrue();

        Appointment booked = await().atMost(LIMIT)
                .until(() -> read(Appointment.class, appointment), now -> now.getStatus() == AppointmentStatus.BOOKED);
        assertThat(booked.getMeta().getVersionId()).isEqualTo("2");
        assertThat(booked.getMeta().getSource()).startsWith("urn:countersign");
        assertThat(booked.getParticipant()).allMatch(one -> one.getStatus() == ParticipationStatus.ACCEPTED);
        assertThat(records.read()
                        .resource(Appointment.class)
                        .withIdAndVersion(new IdType(appointment).getIdPart(), "1")
                        .execute()
                        .getStatus())
                .isEqualTo(AppointmentStatus.PENDING);

        assertThat(beside(Provenance.class, "target", appointment)).isEqualTo(1);
        assertThat(beside(Communication.class, "recipient", written.id(0))).isEqualTo(1);
        assertThat(beside(VerificationResult.class, "target", written.id(0))).isEqualTo(1);

        assertThat(await().atMost(LIMIT).until(() -> notified(appointment), told -> told.size() == 2))
                .anyMatch(told -> told.path("reason").asText().equals("own write-back"));
        assertThat(challenges(appointment)).hasSize(1);
        assertThat(messagesTo("+14155550181")).hasSize(1);
    }

    @Test
    void anAppointmentThatTheEhrCancelsWhileTheCodeIsOutIsNeverBooked() {
        String appointment = write(patient("0182"), pendingFor()).id(1);
        JsonNode message = awaitMessage("+14155550182");
        edit(Appointment.class, appointment, one -> one.setStatus(AppointmentStatus.CANCELLED));
        await().atMost(LIMIT).until(() -> state(appointment).equals("cancelled"));
        assertThat(check(challenge(appointment), code(message))).isFalse();
        assertThat(read(Appointment.class, appointment).getStatus()).isEqualTo(AppointmentStatus.CANCELLED);
        assertThat(read(Appointment.class, appointment).getMeta().getVersionId())
                .isEqualTo("2");
    }

    @Test
    void anAppointmentThatTheEhrKeepsChangingIsBookedAndNoChangeIsLost() {
        String appointment = write(patient("0183"), pendingFor()).id(1);
        JsonNode message = awaitMessage("+14155550183");
        CompletableFuture<Void> editing = CompletableFuture.runAsync(() -> {
            for (int n = 1; n <= EDITS; n++) {
                String comment = "edit " + n;
                edit(Appointment.class, appointment, one -> one.setComment(comment));
            }
        });
        assertThat(check(challenge(appointment), code(message))).isTrue();
        editing.join();
        Appointment booked = await().atMost(LIMIT)
                .until(() -> read(Appointment.class, appointment), now -> now.getStatus() == AppointmentStatus.BOOKED);
        assertThat(booked.getComment()).isEqualTo("edit " + EDITS);
        assertThat(booked.getMeta().getVersionId()).isEqualTo(Integer.toString(EDITS + 2));
    }

    @Test
    void aRenewalThatIsPolledBecomesActiveByTheCode() {
        String renewal = write(patient("0184"), order(MedicationRequestStatus.COMPLETED), renewal())
                .id(2);
        JsonNode message = awaitMessage("+14155550184");
        assertThat(check(challenge(renewal), code(message))).isTrue();
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(read(MedicationRequest.class, renewal).getStatus())
                                .isEqualTo(MedicationRequestStatus.ACTIVE));
    }

    @Test
    void aRenewalThatTheEhrStopsUnseenIsNotMadeActive() {
        String renewal = write(patient("0185"), order(MedicationRequestStatus.COMPLETED), renewal())
                .id(2);
        JsonNode message = awaitMessage("+14155550185");
        edit(MedicationRequest.class, renewal, one -> one.setStatus(MedicationRequestStatus.STOPPED));
        String challenge = challenge(renewal);
        assertThat(check(challenge, code(message))).isTrue();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(hub.get("/fhir/AuditEvent?entity:identifier=urn:uuid:" + challenge)
                                .body())
                        .contains("record-not-updated"));
        assertThat(read(MedicationRequest.class, renewal).getStatus()).isEqualTo(MedicationRequestStatus.STOPPED);
    }

    @Test
    void aTaskThatTheEhrOnlyNudgedForIsReadAndCompletedByTheCode() {
        Task task = new Task().setStatus(TaskStatus.REQUESTED).setIntent(TaskIntent.ORDER);
        task.setCode(new CodeableConcept().setText("Refill Request"));
        task.setFor(reference(0)).setFocus(reference(1));
        Written written = write(patient("0186"), order(MedicationRequestStatus.ACTIVE), task);
        JsonNode message = awaitMessage("+14155550186");
        assertThat(check(challenge(written.id(1)), code(message))).isTrue();
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(read(Task.class, written.id(2)).getStatus()).isEqualTo(TaskStatus.COMPLETED));
    }

    private static CacheControlDirective fresh() {
        return new CacheControlDirective().setNoCache(true);
    }

    private static void subscribe(String name, String criteria, String payload) {
        Subscription subscription = new Subscription()
                .setStatus(SubscriptionStatus.REQUESTED)
                .setReason("The hub challenges patients")
                .setCriteria(criteria);
        subscription
                .getChannel()
                .setType(SubscriptionChannelType.RESTHOOK)
                .setEndpoint(hub.uri("/fhir/notify/" + name).toString())
                .setPayload(payload.isEmpty() ? null : payload)
                .addHeader("Authorization: Bearer " + hub.apiKey());
        subscription.setId(name);
        records.update().resource(subscription).execute();
    }

    private static Patient patient(String number) {
        Patient patient = new Patient();
        patient.addIdentifier().setSystem("urn:mrn").setValue("MRN-" + number);
        patient.addName().setFamily("Berg").addGiven("Ida");
        patient.addTelecom()
                .setSystem(ContactPointSystem.PHONE)
                .setUse(ContactPointUse.MOBILE)
                .setValue("+1415555" + number);
        return patient;
    }

    private static Appointment pendingFor() {
        Appointment appointment = new Appointment()
                .setStatus(AppointmentStatus.PENDING)
                .setStart(Date.from(START))
                .setEnd(Date.from(START.plus(Duration.ofMinutes(15))));
        appointment.addParticipant().setActor(reference(0)).setStatus(ParticipationStatus.NEEDSACTION);
        return appointment;
    }

    private static MedicationRequest order(MedicationRequestStatus status) {
        return new MedicationRequest()
                .setStatus(status)
                .setIntent(MedicationRequestIntent.ORDER)
                .setSubject(reference(0))
                .setMedication(new CodeableConcept().setText("Examplin 20 mg"));
    }

    private static MedicationRequest renewal() {
        return order(MedicationRequestStatus.ONHOLD).setPriorPrescription(reference(1));
    }

    /** To the entry of that number in the transaction. */
    private static Reference reference(int entry) {
        return new Reference("urn:uuid:0e6f4a51-0000-4000-8000-00000000000" + entry);
    }

    /** What a transaction wrote. */
    private record Written(List<String> ids) {

        /** {@code Appointment/4711} */
        String id(int entry) {
            return ids.get(entry);
        }
    }

    private static Written write(DomainResource... resources) {
        Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
        for (int i = 0; i < resources.length; i++) {
            bundle.addEntry()
                    .setFullUrl(reference(i).getReference())
                    .setResource(resources[i])
                    .getRequest()
                    .setMethod(HTTPVerb.POST)
                    .setUrl(resources[i].fhirType());
        }
        return new Written(records.transaction().withBundle(bundle).execute().getEntry().stream()
                .map(entry -> new IdType(entry.getResponse().getLocation()))
                .map(id -> id.getResourceType() + "/" + id.getIdPart())
                .toList());
    }

    private static <T extends Resource> T read(Class<T> type, String id) {
        return records.read()
                .resource(type)
                .withId(new IdType(id).getIdPart())
                .cacheControl(fresh())
                .execute();
    }

    /** Changes a record as it is when nobody else does. */
    private static <T extends Resource> void edit(Class<T> type, String id, UnaryOperator<T> change) {
        for (boolean done = false; !done; ) {
            T record = read(type, id);
            try {
                records.update()
                        .resource(change.apply(record))
                        .withAdditionalHeader(
                                "If-Match", "W/\"" + record.getMeta().getVersionId() + "\"")
                        .execute();
                done = true;
            } catch (ResourceVersionConflictException othersWereFaster) {
                done = false;
            }
        }
    }

    /** How many of a type the EHR has about a record, at last. */
    private static int beside(Class<? extends Resource> type, String parameter, String id) {
        return await().atMost(LIMIT)
                .until(
                        () -> records.search()
                                .byUrl(type.getSimpleName() + "?" + parameter + "=" + id)
                                .cacheControl(fresh())
                                .returnBundle(Bundle.class)
                                .execute()
                                .getEntry()
                                .size(),
                        count -> count > 0);
    }

    private static JsonNode awaitMessage(String number) {
        return await("a message to the phone")
                .atMost(LIMIT)
                .until(() -> messagesTo(number), found -> !found.isEmpty())
                .getFirst();
    }

    private static List<JsonNode> messagesTo(String number) {
        return list(ApiClient.json(hub.get("/v1/handset/messages"))).stream()
                .filter(message -> message.path("to").asText().equals(number))
                .toList();
    }

    private static String code(JsonNode message) {
        Matcher code = CODE.matcher(message.path("text").asText());
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    private static List<JsonNode> challenges(String act) {
        return list(ApiClient.json(hub.get("/v1/verifications?act=" + act)).path("verifications"));
    }

    private static String challenge(String act) {
        assertThat(challenges(act)).hasSize(1);
        return challenges(act).getFirst().path("id").asText();
    }

    private static String state(String act) {
        return challenges(act).getFirst().path("state").asText();
    }

    /** What the hub was told of a record. */
    private static List<JsonNode> notified(String id) {
        return list(ApiClient.json(hub.get("/v1/messages?controlId=" + id)).path("messages"));
    }

    private static boolean check(String id, String code) {
        return ApiClient.json(hub.postJson("/v1/verifications/" + id + "/check", "{\"code\":\"" + code + "\"}"))
                .path("verified")
                .asBoolean();
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
