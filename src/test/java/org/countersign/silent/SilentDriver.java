package org.countersign.silent;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.Progress;
import org.countersign.testing.ApiClient;
import org.countersign.testing.MutableClock;
import org.countersign.testing.RecordingWakeUps;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A portal that asks, and the clock and the broker behind the hub. */
final class SilentDriver {

    private static final String PATH = "/v1/verifications";

    private final ApiClient api;
    private final ChallengeStore store;
    private final MutableClock clock;
    private final RecordingWakeUps wakeUps;
    private final ProducerTemplate routes;
    private final JdbcClient jdbc;
    private final Set<RecordingWakeUps.Challenge> woken = new HashSet<>();

    SilentDriver(
            int port,
            ChallengeStore store,
            MutableClock clock,
            RecordingWakeUps wakeUps,
            ProducerTemplate routes,
            JdbcClient jdbc) {
        this.api = new ApiClient(port);
        this.store = store;
        this.clock = clock;
        this.wakeUps = wakeUps;
        this.routes = routes;
        this.jdbc = jdbc;
        woken.addAll(wakeUps.challenges()); // of tests before
    }

    /** @param link what the portal has the person open */
    record Started(UUID id, String link, HttpResponse<String> answer) {}

    /** Asks for somebody, whose step is then dispatched. */
    Started start(String person, String number) {
        Started started = ask(person, number);
        wake();
        return started;
    }

    Started ask(String person, String number) {
        return ask("portal", person, number);
    }

    Started ask(String purpose, String person, String number) {
        HttpResponse<String> answer = api.send(api.request(PATH)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString("{\"purpose\":\"" + purpose + "\",\"subject\":{\"identifier\":\"" + person
                        + "\",\"authority\":\"HOSP\"}," + "\"telecoms\":[{\"system\":\"phone\",\"value\":\"" + number
                        + "\"}]}")));
        JsonNode json = ApiClient.json(answer);
        return new Started(
                UUID.fromString(json.path("id").asText()),
                json.path("silent").path("url").asText(),
                answer);
    }

    JsonNode show(UUID id) {
        return ApiClient.json(api.get(PATH + "/" + id));
    }

    HttpResponse<String> post(UUID id, String what, String body) {
        return api.postJson(PATH + "/" + id + "/" + what, body);
    }

    /** Delivers the wake-ups that are due, and those that come of them. */
    void wake() {
        boolean more = true;
        while (more) {
            List<RecordingWakeUps.Challenge> due = wakeUps.challenges().stream()
                    .filter(one -> !one.due().isAfter(clock.instant()))
                    .filter(woken::add)
                    .toList();
            due.forEach(one -> routes.sendBodyAndHeader("direct:due", one.id().toString(), "turn", one.turn()));
            more = !due.isEmpty();
        }
    }

    void pass(Duration time) {
        clock.advance(time);
        wake();
    }

    Challenge challenge(UUID id) {
        return store.find(id).orElseThrow();
    }

    /** Waits until the operator's answer about the silent step, the first of the plan, is known. */
    void awaitAnswer(UUID id) {
        await().atMost(Duration.ofSeconds(15)).until(() -> {
            Challenge standing = challenge(id);
            return standing.closedAt().isPresent() || standing.progress().getFirst() == Progress.FAILED;
        });
    }

    List<String> kinds(UUID id) {
        return jdbc.sql("select kind from audit_entry where challenge_id = :id order by id")
                .param("id", id)
                .query(String.class)
                .list();
    }

    /** Details of the entries of a kind, as they are written. */
    List<String> details(UUID id, String kind) {
        return jdbc.sql("select details::text from audit_entry where challenge_id = :id and kind = :kind order by id")
                .param("id", id)
                .param("kind", kind)
                .query(String.class)
                .list();
    }
}
