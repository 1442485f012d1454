package org.countersign.fhirintake;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.countersign.testing.ApiClient;
import org.countersign.testing.Ehr;
import org.countersign.testing.FhirHub;
import org.countersign.testing.FhirRecords;
import org.countersign.testing.FhirSender;
import org.countersign.testing.MutableClock;
import org.countersign.testing.WebHub;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What an EHR's subscriptions tell at {@code /fhir/notify/NAME}, and what is polled, with the EHR read back. */
@SpringBootTest(
        classes = FhirHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "countersign.api.key=" + ApiClient.KEY,
            "countersign.console.password=" + WebHub.PASSWORD,
            "countersign.fhir.subscriptions.booked.criteria=Appointment?status=pending",
            "countersign.fhir.poll.criteria=Appointment"
        })
class FhirNotificationIT {

    private static final FhirContext CONTEXT = FhirContext.forR4Cached();
    private static final Instant NOW = WebHub.START;
    private static final Ehr EHR = Ehr.start();

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private FhirPoll poll;

    @Autowired
    private MutableClock clock;

    private ApiClient api;

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
        EHR.forget();
        api = new ApiClient(port);
    }

    @Test
    void aRestHookWithAResourceIsAnsweredWithIt() {
        Appointment appointment = EHR.put(pending("A1"), NOW);
        HttpResponse<String> answer = send("PUT", "booked/Appointment/A1", FhirSender.json(appointment));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(CONTEXT.newJsonParser().parseResource(answer.body())).isInstanceOf(Appointment.class);
        assertThat(send("PUT", "booked/Appointment/A1", FhirSender.json(appointment))
                        .statusCode())
                .isEqualTo(200);
        assertThat(FhirHub.rows(jdbc)).containsExactly("WAITING Appointment/A1");
    }

    @Test
    void anEmptyRestHookReadsBackWhatIsNewAndOnlyThat() {
        EHR.put(pending("OLD"), NOW.minusSeconds(3600));
        EHR.put(pending("A1"), NOW.minusSeconds(10));
        EHR.put(pending("DONE").setStatus(AppointmentStatus.FULFILLED), NOW);
        HttpResponse<String> answer = send("POST", "booked", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(FhirHub.rows(jdbc)).containsExactly("WAITING Appointment/A1");

        EHR.put(pending("A2"), NOW.plusSeconds(5));
        EHR.put(pending("LATE"), NOW.minusSeconds(30));
        send("POST", "booked", "");
        send("POST", "booked", "");
        assertThat(FhirHub.rows(jdbc))
                .containsExactlyInAnyOrder(
                        "WAITING Appointment/A1", "WAITING Appointment/LATE", "WAITING Appointment/A2");
    }

    @Test
    void handshakeAndHeartbeatAreNotedAndNothingIsStored() {
        assertThat(send("POST", "topic", FhirSender.json(notification("handshake", 0)))
                        .statusCode())
                .isEqualTo(200);
        clock.advance(java.time.Duration.ofSeconds(30));
        assertThat(send("POST", "topic", FhirSender.json(notification("heartbeat", 0)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(FhirHub.rows(jdbc)).isEmpty();
        assertThat(jdbc.sql("select heard_at = :now from fhir_cursor where name = 'subscription:topic'")
                        .param("now", clock.instant().atOffset(java.time.ZoneOffset.UTC))
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void anEventCarriesItsResourceOrOnlyNamesIt() {
        Appointment sent = FhirRecords.versioned(pending("A1"), 1);
        Bundle full = notification("event-notification", 1);
        event(full, 1, "Appointment/A1");
        full.addEntry().setFullUrl(EHR.url() + "/Appointment/A1").setResource(sent);
        assertThat(send("POST", "topic", FhirSender.json(full)).statusCode()).isEqualTo(200);
        EHR.put(pending("A2"), NOW);
        Bundle named = notification("event-notification", 2);
        event(named, 2, EHR.url() + "/Appointment/A2");
        assertThat(send("POST", "topic", FhirSender.json(named)).statusCode()).isEqualTo(200);
        assertThat(FhirHub.rows(jdbc)).containsExactly("WAITING Appointment/A1", "WAITING Appointment/A2");
    }

    @Test
    void aGapIsRecovered() {
        send("POST", "topic", FhirSender.json(notification("handshake", 0)));
        for (int number = 1; number <= 4; number++) {
            EHR.put(pending("A" + number), NOW);
            Bundle missed = notification("query-event", number);
            event(missed, number, "Appointment/A" + number);
            EHR.event(number, missed);
        }
        Bundle first = notification("event-notification", 1);
        event(first, 1, "Appointment/A1");
        send("POST", "topic", FhirSender.json(first));
        Bundle fourth = notification("event-notification", 4);
        event(fourth, 4, "Appointment/A4");
        send("POST", "topic", FhirSender.json(fourth));
        assertThat(EHR.askedFor()).containsExactly("2-3");
        assertThat(FhirHub.rows(jdbc))
                .containsExactly(
                        "WAITING Appointment/A1",
                        "WAITING Appointment/A2",
                        "WAITING Appointment/A3",
                        "WAITING Appointment/A4");
        assertThat(jdbc.sql("select event_number from fhir_cursor")
                        .query(Long.class)
                        .single())
                .isEqualTo(4);
    }

    @Test
    void pollingGivesEachVersionOnce() {
        EHR.put(pending("A1"), NOW.minusSeconds(1));
        assertThat(poll.poll()).isEqualTo(1);
        assertThat(poll.poll()).isEqualTo(1);
        EHR.put(pending("A1"), NOW.plusSeconds(1));
        poll.poll();
        assertThat(FhirHub.rows(jdbc)).containsExactly("WAITING Appointment/A1", "WAITING Appointment/A1");
    }

    @Test
    void whatIsWrittenBetweenTwoEqualSearchesIsFound() {
        assertThat(poll.poll()).isZero();
        EHR.put(pending("A1"), NOW.minusSeconds(1));
        assertThat(poll.poll()).isEqualTo(1);
    }

    @Test
    void whatIsNoNotificationIsRefused() {
        assertThat(send("POST", "topic", FhirSender.json(new Bundle().setType(BundleType.BATCH)))
                        .statusCode())
                .isEqualTo(422);
        assertThat(send("POST", "topic", "{").statusCode()).isEqualTo(400);
        assertThat(send("POST", "a/b/c/d", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", "unknown", "").statusCode()).isEqualTo(422);
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return new FhirSender(api).send(method, "notify/" + path, body, FhirSender.JSON);
    }

    private static Appointment pending(String id) {
        return FhirRecords.appointment(id, AppointmentStatus.PENDING);
    }

    private static Bundle notification(String type, int count) {
        Parameters status = new Parameters();
        status.addParameter().setName("subscription").setValue(new Reference("Subscription/s1"));
        status.addParameter().setName("type").setValue(new CodeType(type));
        status.addParameter().setName("events-since-subscription-start").setValue(new StringType("" + count));
        Bundle bundle = new Bundle().setType(BundleType.HISTORY);
        bundle.addEntry().setResource(status);
        return bundle;
    }

    private static void event(Bundle bundle, int number, String focus) {
        ParametersParameterComponent event = ((Parameters)
                        bundle.getEntryFirstRep().getResource())
                .addParameter()
                .setName("notification-event");
        event.addPart().setName("event-number").setValue(new StringType("" + number));
        event.addPart().setName("focus").setValue(new Reference(focus));
    }
}
