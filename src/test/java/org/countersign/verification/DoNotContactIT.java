package org.countersign.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.verification.Asking.MOBILE;

import ca.uhn.fhir.context.FhirContext;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.countersign.audit.AuditChain;
import org.countersign.guard.DoNotContact;
import org.countersign.platform.Sensitive;
import org.countersign.testing.ApiClient;
import org.countersign.testing.AuditEventValidation;
import org.countersign.testing.WebHub;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The do-not-contact list over real HTTP. */
@SpringBootTest(
        classes = StartHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"countersign.api.key=" + ApiClient.KEY, "countersign.console.password=" + WebHub.PASSWORD})
class DoNotContactIT {

    private static final String PATH = "/v1/do-not-contact";

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private DoNotContact list;

    @Autowired
    private AuditChain chain;

    private ApiClient api;

    @BeforeEach
    void empty() {
        jdbc.sql("truncate do_not_contact, audit_entry").update();
        api = new ApiClient(port);
    }

    @Test
    void anAddressIsListedAndUnlistedAsOftenAsOneLikes() {
        for (int i = 0; i < 2; i++) {
            assertThat(send("PUT", phone("(415) 555-0199").replace("(415)", "+1 415"))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(list.isListed(Sensitive.of("+14155550199"))).isTrue();
        }
        assertThat(jdbc.sql("select source from do_not_contact")
                        .query(String.class)
                        .list())
                .containsExactly("portal:api");
        for (int i = 0; i < 2; i++) {
            assertThat(send("DELETE", phone("+14155550199")).statusCode()).isEqualTo(204);
            assertThat(list.isListed(Sensitive.of("+14155550199"))).isFalse();
        }
    }

    @Test
    void mailIsListedInWhicheverCase() {
        send("PUT", "{\"system\":\"email\",\"value\":\"Ada@Example.org\"}");
        assertThat(list.isListed(Sensitive.of("ada@example.org"))).isTrue();
    }

    @Test
    void onlyPseudonymsAreKept() {
        send("PUT", phone(MOBILE));
        assertThat(jdbc.sql("select recipient_key from do_not_contact")
                        .query(String.class)
                        .single())
                .matches("[0-9a-f]{32}");
    }

    @Test
    void eachChangeLeavesOneValidAuditEventAndWhatChangesNothingNone() {
        send("PUT", phone(MOBILE));
        send("PUT", phone(MOBILE));
        list.stop(MOBILE, "sms-vonage");
        list.start(MOBILE, "sms-vonage");
        assertThat(told()).as("a reply takes back no word of a client").containsExactly("contact-barred client api");
        send("DELETE", phone(MOBILE));
        send("DELETE", phone(MOBILE));
        list.stop(MOBILE, "sms-smpp");
        list.stop(MOBILE, "sms-smpp");
        list.start(MOBILE, "sms-twilio");
        list.start(MOBILE, "sms-twilio");
        assertThat(told())
                .containsExactly(
                        "contact-barred client api",
                        "contact-allowed client api",
                        "contact-barred reply sms-smpp",
                        "contact-allowed reply sms-twilio");

        chain.seal();
        List<AuditEvent> events = events();
        assertThat(events).hasSize(4).allSatisfy(AuditEventValidation::assertValid);
        assertThat(events.getFirst().getAgentFirstRep().getAltId()).isEqualTo("portal:api");
        assertThat(events.get(2).getAgentFirstRep().getWho().getIdentifier().getValue())
                .isEqualTo("sms-smpp");
        assertThat(jdbc.sql("select distinct details ->> 'recipient' from audit_entry")
                        .query(String.class)
                        .single())
                .as("one address, by its pseudonym")
                .matches("[0-9a-f]{32}");
        assertThat(jdbc.sql("select string_agg(details::text, '') from audit_entry")
                        .query(String.class)
                        .single())
                .doesNotContain(MOBILE.substring(MOBILE.length() - 7));
    }

    @Test
    void aChangeThatTheTrailCannotTellIsNotMade() {
        jdbc.sql("alter table audit_entry add constraint full_disk check (kind <> 'CONTACT_BARRED')")
                .update();
        try {
            assertThat(send("PUT", phone(MOBILE)).statusCode()).isGreaterThanOrEqualTo(500);
            assertThat(list.isListed(Sensitive.of(MOBILE))).isFalse();
        } finally {
            jdbc.sql("alter table audit_entry drop constraint full_disk").update();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"system\":\"phone\",\"value\":\"12\"} | #/value",
                "{\"system\":\"fax\",\"value\":\"+14155550199\"} | #/system",
                "{\"system\":\"phone\"} | #/value"
            })
    void whatIsNoAddressIsRefusedWithItsPlace(String body, String place) {
        HttpResponse<String> answer = send("PUT", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(place).doesNotContain("+1415");
    }

    @Test
    void withoutTheKeyNobodyChangesTheList() {
        HttpResponse<String> answer =
                api.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create("http://127.0.0.1:" + port + PATH))
                        .header("Content-Type", "application/json")
                        .method("PUT", BodyPublishers.ofString(phone(MOBILE))));
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> send(String method, String body) {
        return api.send(api.request(PATH)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    /** Kind, who asked and the channel of each entry. */
    private List<String> told() {
        return jdbc.sql("select lower(replace(kind, '_', '-')) || ' ' || (details ->> 'asked') || ' '"
                        + " || (details ->> 'channel') from audit_entry order by id")
                .query(String.class)
                .list();
    }

    /** As the hub shows them, oldest first. */
    private List<AuditEvent> events() {
        return FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource(
                        Bundle.class, api.get("/fhir/AuditEvent?_sort=date").body())
                .getEntry()
                .stream()
                .map(entry -> (AuditEvent) entry.getResource())
                .toList();
    }

    private static String phone(String number) {
        return "{\"system\":\"phone\",\"value\":\"" + number + "\"}";
    }
}
