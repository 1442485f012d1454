package org.countersign.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.countersign.intake.EventIntake;
import org.countersign.intake.InboxDrain;
import org.countersign.intake.Peer;
import org.countersign.testing.ApiClient;
import org.countersign.testing.MutableClock;
import org.countersign.testing.WebHub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The message store over real HTTP and real PostgreSQL. */
@SpringBootTest(
        classes = ArchiveHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "countersign.api.key=" + ApiClient.KEY,
            "countersign.api.unmask-key=" + ArchiveHub.UNMASK_KEY,
            "countersign.console.password=" + WebHub.PASSWORD
        })
class MessageStoreIT {

    @LocalServerPort
    private int port;

    @Autowired
    private EventIntake intake;

    @Autowired
    private InboxDrain drain;

    @Autowired
    private MutableClock clock;

    @Autowired
    private JdbcClient jdbc;

    private ApiClient api;

    @BeforeEach
    void connect() {
        clock.advance(Duration.between(clock.instant(), WebHub.START));
        jdbc.sql("truncate inbox, challenge, audit_entry cascade").update();
        api = new ApiClient(port);
    }

    @Test
    void messagesAreFoundByWhatIsKnownOfThem() {
        long booked = process(SiuMessages.booking("C1", "P1", "A1"));
        clock.advance(Duration.ofMinutes(1));
        long moved = process(SiuMessages.siu("S13", "C2", "P1", "A1", "20310701090000"));
        clock.advance(Duration.ofMinutes(1));
        long other = process(SiuMessages.booking("C3", "P2", "A2"));
        assertThat(found("")).containsExactly(other, moved, booked);
        assertThat(found("controlId=C2")).containsExactly(moved);
        assertThat(found("patient=" + encoded("P1^GOOD"))).containsExactly(moved, booked);
        assertThat(found("patient=P1")).isEmpty();
        assertThat(found("type=" + encoded("SIU^S12"))).containsExactly(other, booked);
        assertThat(found("state=done&feed=scheduling")).hasSize(3);
        assertThat(found("state=failed,unreadable")).isEmpty();
        assertThat(found("feed=pharmacy")).isEmpty();
        assertThat(found("from=2030-01-01T10:01:00Z&to=2030-01-01T10:02:00Z")).containsExactly(moved);
    }

    @Test
    void aFoundMessageTellsWhatBecameOfItAndWhereToReadOn() {
        process(SiuMessages.booking("C 1", "P1", "A1"));
        JsonNode message = list("").path("messages").path(0);
        assertThat(message.path("state").asText()).isEqualTo("done");
        assertThat(message.path("reason").asText()).endsWith(" issued");
        assertThat(message.path("sender").asText()).isEqualTo("SCHED|GOOD");
        assertThat(message.path("kept").asBoolean()).isTrue();
        String challenge = message.path("challenges").path(0).asText();
        assertThat(ApiClient.json(api.get(challenge)).path("act").asText()).isEqualTo("Appointment/A1");
        JsonNode bundle = ApiClient.json(api.get(message.path("audit").asText()));
        assertThat(bundle.path("entry")).isNotEmpty();
        assertThat(message.toString()).doesNotContain("P1", SiuMessages.PATIENT_NAME, SiuMessages.PHONE);
    }

    @Test
    void pagesFollowOneAnotherWithoutGapsWhileMessagesCome() {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            all.addFirst(process(SiuMessages.booking("C" + i, "P" + i, "A" + i)));
        }
        List<Long> seen = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        while (pages == 0 || !cursor.isEmpty()) {
            JsonNode page = list("limit=3" + cursor);
            page.path("messages").forEach(message -> seen.add(message.path("id").asLong()));
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
            process(SiuMessages.booking("new" + pages, "N" + pages, "N" + pages));
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(seen).containsExactlyElementsOf(all);
    }

    @Test
    void whatIsNotUnderstoodIsAProblemThatNamesItsPart() {
        for (String query : new String[] {"limit=0", "limit=201", "cursor=x", "from=yesterday", "state=lost"}) {
            HttpResponse<String> answer = api.get("/v1/messages?" + query);
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            assertThat(answer.body()).contains(query.substring(0, query.indexOf('=')));
        }
        assertThat(api.get("/v1/messages/0").statusCode()).isEqualTo(400);
        assertThat(api.get("/v1/messages/4711").statusCode()).isEqualTo(404);
        assertThat(api.postJson("/v1/messages/4711/replay", "").statusCode()).isEqualTo(404);
        assertThat(api.postJson("/v1/messages/4711/replay", "{\"sendAgain\":1}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aViewHidesThePersonAndIsInTheTrail() {
        long id = process(SiuMessages.booking("C1", "P1", "A1"));
        HttpResponse<String> view = api.get("/v1/messages/" + id);
        assertThat(view.statusCode()).isEqualTo(200);
        assertThat(view.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(view.body())
                .contains(
                        "SIU^S12^SIU_S12|C1|P",
                        "SCH|A1|A1|",
                        "PID|1||\u2022\u2022^^^\u2022\u2022\u2022\u2022^\u2022\u2022||")
                .doesNotContain(SiuMessages.PATIENT_NAME, SiuMessages.PHONE, "19700101", "Elm", "Bert", "secret");
        assertThat(looks()).containsExactly("masked  portal:api");
    }

    @Test
    void anUnmaskedViewNeedsItsOwnKeyAndAReason() {
        long id = process(SiuMessages.booking("C1", "P1", "A1"));
        String path = "/v1/messages/" + id + "?unmasked=true";
        assertThat(api.send(api.request(path).header("X-Reason", "wrong-number"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(unmasked(path, null).statusCode()).isEqualTo(400);
        assertThat(unmasked(path, "Ada called").statusCode()).isEqualTo(400);
        assertThat(looks()).isEmpty();
        HttpResponse<String> view = unmasked(path, "wrong-number");
        assertThat(view.statusCode()).isEqualTo(200);
        assertThat(view.body()).contains(SiuMessages.PATIENT_NAME, SiuMessages.PHONE, "Ada's secret");
        assertThat(looks()).containsExactly("unmasked wrong-number portal:unmask");
        assertThat(jdbc.sql(
                                "select count(*) from audit_entry where kind = 'MESSAGE_VIEWED' and patient_key is not null")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        HttpResponse<String> events = api.get("/fhir/AuditEvent?subtype=message-viewed");
        assertThat(events.body()).contains("restful-interaction", "wrong-number");
    }

    @Test
    void aReplayIssuesNoSecondCodeHoweverOftenItIsAskedFor() {
        long id = process(SiuMessages.booking("C1", "P1", "A1"));
        for (int i = 0; i < 3; i++) {
            JsonNode answer = ApiClient.json(api.postJson("/v1/messages/" + id + "/replay", ""));
            assertThat(answer.path("decision").asText()).contains("stands, nothing it is for changed");
        }
        jdbc.sql("update challenge set state = 'VERIFIED', closed_at = now(), wake_at = null")
                .update();
        JsonNode verified = ApiClient.json(api.postJson("/v1/messages/" + id + "/replay", "{}"));
        assertThat(verified.path("decision").asText()).contains("stands");
        assertThat(challenges()).containsExactlyInAnyOrder("VERIFIED");
        assertThat(kinds())
                .containsExactly(
                        "CODE_ISSUED",
                        "MESSAGE_READ",
                        "MESSAGE_REPLAYED",
                        "MESSAGE_REPLAYED",
                        "MESSAGE_REPLAYED",
                        "MESSAGE_REPLAYED");
    }

    @Test
    void aReplayThatAsksForItSendsTheSameCodeAgainAndChallengesAVerifiedActAnew() {
        long id = process(SiuMessages.booking("C1", "P1", "A1"));
        jdbc.sql("update challenge set last_send_at = issued_at").update();
        clock.advance(Duration.ofMinutes(2));
        String path = "/v1/messages/" + id + "/replay";
        assertThat(decision(api.postJson(path, "{\"sendAgain\":true}"))).endsWith("its code is sent again");
        assertThat(jdbc.sql("select turn from challenge").query(Integer.class).single())
                .isEqualTo(2);
        jdbc.sql("update challenge set state = 'VERIFIED', closed_at = now(), wake_at = null")
                .update();
        assertThat(decision(api.postJson(path, "{\"sendAgain\":true}"))).endsWith(" issued");
        assertThat(challenges()).containsExactlyInAnyOrder("VERIFIED", "OPEN");
    }

    @Test
    void aReplayBringsNothingBackThatWasMovedOrCancelledSince() {
        long booked = process(SiuMessages.booking("C1", "P1", "A1"));
        process(SiuMessages.booking("C2", "P1", "A2"));
        assertThat(api.postJson("/v1/messages/" + booked + "/replay", "").statusCode())
                .isEqualTo(200);
        process(SiuMessages.siu("S15", "C3", "P1", "A1", "20310601090000"));
        HttpResponse<String> answer = api.postJson("/v1/messages/" + booked + "/replay", "");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("outdated=true");
        assertThat(challenges()).containsExactlyInAnyOrder("CANCELLED", "OPEN");
        assertThat(decision(api.postJson("/v1/messages/" + booked + "/replay?outdated=true", "")))
                .endsWith(" issued");
    }

    @Test
    void aReplayDoesForThePersonWhatTheFirstProcessingDoes() {
        long died = process(SiuMessages.death("C1", "P1"));
        process(SiuMessages.booking("C2", "P1", "A1"));
        assertThat(challenges()).containsExactlyInAnyOrder("OPEN");
        assertThat(decision(api.postJson("/v1/messages/" + died + "/replay", "")))
                .endsWith("cancelled: deceased");
        assertThat(challenges()).containsExactlyInAnyOrder("CANCELLED");
    }

    @Test
    void aReplayedMergeMovesWhatIsOpenOfTheRecordThatGaveWay() {
        process(SiuMessages.booking("C1", "OLD", "A1"));
        long merged = accept(SiuMessages.merge("C2", "NEW", "OLD"));
        jdbc.sql("update inbox set state = 'FAILED', drained_at = now() where id = " + merged)
                .update();
        assertThat(decision(api.postJson("/v1/messages/" + merged + "/replay", "")))
                .endsWith("merged into the record that stays");
    }

    @Test
    void aDeadLetterIsListedAndTriedAgain() {
        long id = process(SiuMessages.booking("C1", "P1", "A1"));
        jdbc.sql("update inbox set state = 'FAILED', reason = 'the store was away', tries = 5")
                .update();
        jdbc.sql("truncate challenge cascade").update();
        JsonNode dead =
                ApiClient.json(api.get("/v1/dead-letters")).path("messages").path(0);
        assertThat(dead.path("id").asLong()).isEqualTo(id);
        assertThat(dead.path("reason").asText()).isEqualTo("the store was away");
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> retry = post("/v1/dead-letters/" + id + "/retry", "", "");
            assertThat(retry.statusCode()).as(retry.body()).isEqualTo(202);
            assertThat(ApiClient.json(retry).path("state").asText()).isEqualTo("waiting");
        }
        drain.drain(Long.toString(id));
        assertThat(list("state=done").path("messages")).hasSize(1);
        assertThat(challenges()).containsExactlyInAnyOrder("OPEN");
        assertThat(post("/v1/dead-letters/" + id + "/retry", "", "").statusCode())
                .isEqualTo(409);
    }

    @Test
    void aCorrectedMessageTakesTheDeadOnesPlaceAndLeavesItsBytes() {
        long id = accept(SiuMessages.booking("", "P1", "A1"));
        assertThat(list("state=unreadable").path("messages")).hasSize(1);
        String retry = "/v1/dead-letters/" + id + "/retry";
        assertThat(post(retry, "", "").statusCode()).isEqualTo(409);
        assertThat(post(retry, "application/json", SiuMessages.booking("C1", "P1", "A1"))
                        .statusCode())
                .isEqualTo(415);
        assertThat(post(retry, "text/plain", "MSH|^~\\&|A|B|C|D|2030||SIU^S12||P|2.5\r")
                        .body())
                .contains("MSH-10");
        byte[] before = raw(id);
        String corrected = SiuMessages.booking("C1", "P1", "A1");
        long added = 0;
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = post(retry, "x-application/hl7-v2+er7", corrected);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            added = ApiClient.json(answer).path("id").asLong();
            drain.drain(Long.toString(added));
        }
        assertThat(raw(id)).isEqualTo(before);
        assertThat(challenges()).containsExactlyInAnyOrder("OPEN");
        JsonNode messages = list("").path("messages");
        assertThat(messages).hasSize(2);
        assertThat(messages.path(0).path("corrects").asLong()).isEqualTo(id);
        assertThat(messages.path(1).path("correctedBy").asLong()).isEqualTo(added);
        assertThat(ApiClient.json(api.get("/v1/dead-letters")).path("messages")).isEmpty();
    }

    private long process(String message) {
        long id = accept(message);
        drain.drain(Long.toString(id));
        return id;
    }

    private long accept(String message) {
        intake.accept(message.getBytes(StandardCharsets.ISO_8859_1), "scheduling", false, Peer.UNKNOWN)
                .toCompletableFuture()
                .join();
        return jdbc.sql("select max(id) from inbox").query(Long.class).single();
    }

    private JsonNode list(String query) {
        HttpResponse<String> answer = api.get("/v1/messages?" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ApiClient.json(answer);
    }

    private List<Long> found(String query) {
        List<Long> ids = new ArrayList<>();
        list(query)
                .path("messages")
                .forEach(message -> ids.add(message.path("id").asLong()));
        return ids;
    }

    private HttpResponse<String> unmasked(String path, String reason) {
        var request = api.request(path).setHeader("Authorization", "Bearer " + ArchiveHub.UNMASK_KEY);
        return api.send(reason == null ? request : request.header("X-Reason", reason));
    }

    private HttpResponse<String> post(String path, String type, String body) {
        var request = api.request(path).POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return api.send(type.isEmpty() ? request : request.header("Content-Type", type));
    }

    private static String decision(HttpResponse<String> answer) {
        return ApiClient.json(answer).path("decision").asText();
    }

    private byte[] raw(long id) {
        return jdbc.sql("select raw from inbox where id = :id")
                .param("id", id)
                .query(byte[].class)
                .single();
    }

    private List<String> challenges() {
        return jdbc.sql("select state from challenge order by issued_at, state desc")
                .query(String.class)
                .list();
    }

    private List<String> kinds() {
        return jdbc.sql("select kind from audit_entry order by id")
                .query(String.class)
                .list();
    }

    private List<String> looks() {
        return jdbc.sql("select concat(details->>'shown', ' ', details->>'reason', ' ', details->>'sender')"
                        + " from audit_entry where kind = 'MESSAGE_VIEWED' order by id")
                .query(String.class)
                .list();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
