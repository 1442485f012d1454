package org.countersign.archive;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.countersign.testing.ApiClient;
import org.countersign.testing.AuditEventValidation;
import org.countersign.testing.RecordingWakeUps;
import org.countersign.testing.WebHub;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Trying a message out tells all and leaves nothing. */
@SpringBootTest(
        classes = ArchiveHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"countersign.api.key=" + ApiClient.KEY, "countersign.console.password=" + WebHub.PASSWORD})
class TryOutIT {

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private RecordingWakeUps wakeUps;

    private int inboxWakeUps;
    private int challengeWakeUps;
    private int outcomeWakeUps;

    @BeforeEach
    void empty() {
        jdbc.sql("truncate inbox, challenge, audit_entry cascade").update();
        inboxWakeUps = wakeUps.inboxIds().size();
        challengeWakeUps = wakeUps.challenges().size();
        outcomeWakeUps = wakeUps.outcomesCount();
    }

    @Test
    void aBookingTellsAnswerPlanTextsAndAuditEvents() {
        JsonNode tried = json(tryOut("?feed=scheduling", SiuMessages.booking("C1", "P1", "A1")));
        assertThat(tried.path("verdict").asText()).isEqualTo("challenged");
        assertThat(tried.path("acknowledgement").asText()).startsWith("MSH|").contains("MSA|AA|C1");
        JsonNode event = tried.path("events").path(0);
        assertThat(event.path("act").asText()).isEqualTo("Appointment/A1");
        assertThat(event.path("decision").asText()).isEqualTo("challenge");
        JsonNode step = event.path("plan").path("steps").path(0);
        assertThat(step.path("transport").asText()).isEqualTo("sms");
        assertThat(step.path("to").asText()).startsWith("+\u2022").endsWith("00");
        assertThat(step.path("text").asText()).contains("000000", "XXX");
        assertThat(tried.toString()).doesNotContain(SiuMessages.PHONE, SiuMessages.PATIENT_NAME, "\"P1\"");
        assertThat(tried.path("auditEvents")).hasSize(2);
        tried.path("auditEvents")
                .forEach(one -> AuditEventValidation.assertValid(
                        FhirContext.forR4Cached().newJsonParser().parseResource(AuditEvent.class, one.toString())));
        assertNothingIsLeft();
    }

    @Test
    void whatIsSkippedOrUnreadableSaysWhy() {
        JsonNode past = json(tryOut("", SiuMessages.siu("S12", "C1", "P1", "A1", "20200601090000")));
        assertThat(past.path("verdict").asText()).isEqualTo("skipped");
        assertThat(past.path("events").path(0).path("reason").asText()).startsWith("IN_THE_PAST: ");
        JsonNode unreadable = json(tryOut("", "PID|1||P1\r"));
        assertThat(unreadable.path("verdict").asText()).isEqualTo("unreadable");
        assertThat(unreadable.path("problems").path(0).asText()).isNotEmpty();
        assertThat(unreadable.path("acknowledgement").asText()).contains("MSA|AR");
        JsonNode cancelled = json(tryOut("", SiuMessages.siu("S15", "C1", "P1", "A1", "20310601090000")));
        assertThat(cancelled.path("verdict").asText()).isEqualTo("withdrawn");
        assertNothingIsLeft();
    }

    @Test
    void aFhirResourceIsTriedByItsMediaType() {
        ApiClient api = new ApiClient(port);
        String patient = "{'resourceType':'Patient','id':'P1','meta':{'versionId':'1'},"
                + "'identifier':[{'system':'urn:mrn','value':'MRN-1'}],"
                + "'telecom':[{'system':'phone','use':'mobile','value':'+14155550123'}]}";
        JsonNode tried = json(api.send(api.request("/v1/try")
                .header("Content-Type", "application/fhir+json")
                .POST(BodyPublishers.ofString(patient.replace('\'', '"')))));
        assertThat(tried.path("verdict").asText()).isEqualTo("challenged");
        assertThat(tried.path("envelope").path("feed").asText()).isEqualTo("fhir");
        assertThat(tried.path("events").path(0).path("act").asText()).isEqualTo("Patient/self");
        assertThat(tried.path("acknowledgement").asText()).isEmpty();
        assertThat(tried.toString()).doesNotContain("MRN-1", "5550123");
        assertNothingIsLeft();
    }

    @Test
    void anUnknownFeedAndAnEmptyBodyAreProblems() {
        assertThat(tryOut("?feed=nowhere", SiuMessages.booking("C1", "P1", "A1"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(tryOut("", "").statusCode()).isEqualTo(400);
        assertThat(new ApiClient(port).postJson("/v1/try", "{}").statusCode()).isEqualTo(415);
    }

    private HttpResponse<String> tryOut(String query, String message) {
        ApiClient api = new ApiClient(port);
        return api.send(api.request("/v1/try" + query)
                .header("Content-Type", "x-application/hl7-v2+er7")
                .POST(BodyPublishers.ofString(message)));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ApiClient.json(answer);
    }

    private void assertNothingIsLeft() {
        assertThat(jdbc.sql("select (select count(*) from inbox) + (select count(*) from challenge)"
                                + " + (select count(*) from audit_entry) + (select count(*) from attempt)")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(wakeUps.inboxIds()).hasSize(inboxWakeUps);
        assertThat(wakeUps.challenges()).hasSize(challengeWakeUps);
        assertThat(wakeUps.outcomesCount()).isEqualTo(outcomeWakeUps);
    }
}
