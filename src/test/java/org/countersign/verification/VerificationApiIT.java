package org.countersign.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeState;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.ChallengeTransitions;
import org.countersign.challenge.Challenges;
import org.countersign.challenge.CodeDeriver;
import org.countersign.challenge.Progress;
import org.countersign.policy.Success;
import org.countersign.testing.ApiClient;
import org.countersign.testing.MutableClock;
import org.countersign.testing.RecordingWakeUps;
import org.countersign.testing.WebHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The REST API over real HTTP and real PostgreSQL. */
@SpringBootTest(
        classes = WebHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"countersign.api.key=" + ApiClient.KEY, "countersign.console.password=" + WebHub.PASSWORD})
class VerificationApiIT {

    private static final int CLIENTS = 16;

    @LocalServerPort
    private int port;

    @Autowired
    private ChallengeStore store;

    @Autowired
    private ChallengeArbiter arbiter;

    @Autowired
    private CodeDeriver deriver;

    @Autowired
    private MutableClock clock;

    @Autowired
    private RecordingWakeUps wakeUps;

    @Autowired
    private JdbcClient jdbc;

    private ApiClient api;

    @BeforeEach
    void connect() {
        api = new ApiClient(port);
    }

    @AfterEach
    void turnTheClockBack() {
        clock.advance(Duration.between(clock.instant(), WebHub.START));
    }

    @Test
    void theRightCodeVerifiesOnce() {
        Challenge challenge = issued();
        assertAnswer(check(challenge.id(), codeOf(challenge)), true);
        assertAnswer(check(challenge.id(), codeOf(challenge)), false);
        assertThat(standing(challenge).state()).isEqualTo(ChallengeState.VERIFIED);
    }

    @Test
    void aGroupedCodeIsTheSameCode() {
        Challenge challenge = issued();
        String code = codeOf(challenge);
        assertAnswer(check(challenge.id(), code.substring(0, 3) + " - " + code.substring(3)), true);
    }

    @Test
    void unknownClosedExpiredAndWrongGetOneAnswerAndOneCommitEach() {
        Challenge wrong = issued();
        Challenge cancelled = issued();
        api.postJson(path(cancelled.id()) + "/cancel", "{\"reason\":\"patient-declined\"}");
        List<HttpResponse<String>> answers = new ArrayList<>();
        long before = auditEntries();
        answers.add(check(wrong.id(), wrong(wrong)));
        answers.add(check(UUID.randomUUID(), "123456"));
        answers.add(check(cancelled.id(), codeOf(cancelled)));
        answers.add(check(wrong.id(), codeOf(wrong) + "0"));
        assertThat(auditEntries() - before).isEqualTo(4);
        clock.advance(Duration.ofMinutes(5));
        answers.add(check(wrong.id(), codeOf(wrong)));
        assertThat(auditEntries() - before).isEqualTo(5);
        answers.forEach(answer -> assertAnswer(answer, false));
        assertThat(answers).extracting(VerificationApiIT::withoutDate).containsOnly(withoutDate(answers.getFirst()));
    }

    @Test
    void aRepeatWithTheSameKeyGetsTheFirstAnswerAgain() {
        Challenge challenge = issued();
        assertAnswer(check(challenge.id(), codeOf(challenge), "retry-1"), true);
        assertAnswer(check(challenge.id(), codeOf(challenge), "retry-1"), true);
        assertAnswer(check(challenge.id(), codeOf(challenge), "retry-2"), false);
        assertThat(standing(challenge).tries()).isEqualTo(1);
    }

    @Test
    void ofSixteenClientsWithTheRightCodeOneVerifies() throws Exception {
        for (int round = 0; round < 5; round++) {
            Challenge challenge = issued();
            List<Boolean> answers = race(challenge);
            assertThat(answers).filteredOn(Boolean::booleanValue).hasSize(1);
        }
    }

    @Test
    void aVerificationShowsHowFarItGotAndNothingPersonal() {
        Challenge challenge = issued();
        arbiter.decide(challenge.id(), clock.instant(), c -> ChallengeTransitions.claim(c, 1, clock.instant()));
        arbiter.decide(
                challenge.id(),
                clock.instant(),
                c -> ChallengeTransitions.receipt(c, 0, Progress.DELIVERED, "sms-smpp", clock.instant()));
        check(challenge.id(), wrong(challenge));
        HttpResponse<String> response = api.get(path(challenge.id()));
        JsonNode shown = ApiClient.json(response);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(shown.path("id").asText()).isEqualTo(challenge.id().toString());
        assertThat(shown.path("state").asText()).isEqualTo("open");
        assertThat(shown.path("purpose").asText()).isEqualTo("refill");
        assertThat(shown.path("act").asText()).isEqualTo("MedicationRequest/7");
        assertThat(shown.path("policy").asText()).isEqualTo("refill");
        assertThat(shown.path("tag").asText()).isEqualTo("KQX");
        assertThat(shown.path("issuedAt").asText()).isEqualTo("2030-01-01T10:00:00Z");
        assertThat(shown.path("expiresAt").asText()).isEqualTo("2030-01-01T10:05:00Z");
        assertThat(shown.path("closedAt").isNull()).isTrue();
        assertThat(shown.path("triesLeft").asInt()).isEqualTo(2);
        assertThat(shown.path("steps").toString())
                .isEqualTo("[{\"transport\":\"sms\",\"progress\":\"delivered\"},"
                        + "{\"transport\":\"email\",\"progress\":\"planned\"}]");
        assertThat(response.body())
                .doesNotContain("Everywoman", "PATID1", "4155550123", "ada@", "Amoxicillin", codeOf(challenge));
    }

    @Test
    void anExpiryShowsBeforeAnyTimerWroteItDown() {
        Challenge challenge = issued();
        clock.advance(Duration.ofMinutes(5));
        assertThat(ApiClient.json(api.get(path(challenge.id()))).path("state").asText())
                .isEqualTo("expired");
    }

    @Test
    void theVerificationsOfAnActComeNewestFirst() {
        jdbc.sql("delete from challenge").update();
        Challenge older = issued();
        Challenge newer = Challenges.open(UUID.randomUUID(), "act-" + UUID.randomUUID());
        store.insert(newer);
        jdbc.sql("update challenge set issued_at = issued_at - interval '1 minute' where id = :id")
                .param("id", older.id())
                .update();
        assertThat(idsOf("?act=MedicationRequest/7"))
                .containsExactly(newer.id().toString(), older.id().toString());
        assertThat(idsOf("?act=MedicationRequest/7&limit=1"))
                .containsExactly(newer.id().toString());
        assertThat(idsOf("?act=MedicationRequest/8")).isEmpty();
    }

    @Test
    void aResendArmsTheSameStepAgainWhenTheIntervalIsOver() {
        Challenge challenge = issued();
        arbiter.decide(challenge.id(), clock.instant(), c -> ChallengeTransitions.claim(c, 1, clock.instant()));
        clock.advance(Duration.ofMillis(20_500));
        HttpResponse<String> early = post("/resend", challenge);
        assertProblem(early, 429, "too-early");
        assertThat(early.headers().firstValue("Retry-After")).contains("10");
        clock.advance(Duration.ofSeconds(10));
        HttpResponse<String> response = post("/resend", challenge);
        assertThat(response.statusCode()).isEqualTo(202);
        Challenge after = standing(challenge);
        assertThat(after.due().orElseThrow().step()).isZero();
        assertThat(wakeUps.challenges())
                .contains(new RecordingWakeUps.Challenge(challenge.id(), after.turn(), clock.instant()));
    }

    @Test
    void theNextStepIsArmedAtOnceAndWhereNoneIsLeftThatIsSaid() {
        Challenge challenge = issued();
        arbiter.decide(challenge.id(), clock.instant(), c -> ChallengeTransitions.claim(c, 1, clock.instant()));
        assertProblem(post("/next", challenge), 429, "too-early");
        clock.advance(Duration.ofSeconds(30));
        assertThat(post("/next", challenge).statusCode()).isEqualTo(202);
        Challenge asked = standing(challenge);
        assertThat(asked.due()).hasValueSatisfying(due -> assertThat(due.step()).isEqualTo(1));
        assertThat(wakeUps.challenges())
                .contains(new RecordingWakeUps.Challenge(challenge.id(), asked.turn(), clock.instant()));
        assertProblem(post("/next", challenge), 429, "too-early");
        arbiter.decide(challenge.id(), clock.instant(), c -> ChallengeTransitions.claim(c, c.turn(), clock.instant()));
        clock.advance(Duration.ofSeconds(30));
        assertProblem(post("/next", challenge), 409, "conflict");
        check(challenge.id(), codeOf(challenge));
        assertProblem(post("/next", challenge), 409, "closed");
    }

    @Test
    void aResendMayGoByAnyStepOfTheVerificationAndByNoOther() {
        Challenge challenge = issued();
        arbiter.decide(challenge.id(), clock.instant(), c -> ChallengeTransitions.claim(c, 1, clock.instant()));
        clock.advance(Duration.ofSeconds(30));
        assertThat(api.postJson(path(challenge.id()) + "/resend", "{\"transport\":\"email\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(standing(challenge).course()).isEqualTo(new org.countersign.challenge.Course(1, true));
        HttpResponse<String> voice = api.postJson(path(challenge.id()) + "/resend", "{\"transport\":\"voice\"}");
        assertProblem(voice, 400, "invalid-request");
        assertThat(voice.body()).contains("The ways to choose from are email, sms.");
    }

    @Test
    void nothingIsResentBeforeTheFirstSendOrAfterTheEnd() {
        Challenge challenge = issued();
        HttpResponse<String> early = post("/resend", challenge);
        assertProblem(early, 429, "too-early");
        assertThat(early.headers().firstValue("Retry-After")).contains("30");
        check(challenge.id(), codeOf(challenge));
        assertProblem(post("/resend", challenge), 409, "closed");
    }

    @Test
    void aCancelledVerificationStaysCancelledAndTakesNoCode() {
        Challenge challenge = issued();
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> response = cancel(challenge, "{\"reason\":\"patient-declined\"}");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(ApiClient.json(response).path("state").asText()).isEqualTo("cancelled");
        }
        assertAnswer(check(challenge.id(), codeOf(challenge)), false);
    }

    @Test
    void whatIsVerifiedOrExpiredCannotBeCancelled() {
        Challenge verified = issued();
        check(verified.id(), codeOf(verified));
        assertProblem(cancel(verified, "{\"reason\":\"duplicate\"}"), 409, "closed");
        Challenge late = issued();
        clock.advance(Duration.ofMinutes(5));
        assertProblem(cancel(late, "{\"reason\":\"duplicate\"}"), 409, "closed");
        assertThat(standing(late).state()).isEqualTo(ChallengeState.EXPIRED);
    }

    @Test
    void aMalformedBodyIsToldWhereItIsWrongAndNeverQuotedAndCostsNoTry() {
        Challenge challenge = issued();
        List<String> bodies = List.of(
                "",
                "{\"code\":\"987654\"",
                "\"987654\"",
                "{}",
                "{\"code\":987654}",
                "{\"code\":null}",
                "{\"Code\":\"987654\"}",
                "{\"code\":\"987654\",\"x\":1}",
                "{\"code\":\"987654\",\"code\":\"987654\"}",
                "{\"code\":\"987654\"} 1",
                "{\"code\":\"98765\"}",
                "{\"code\":\"98765432109\"}",
                "{\"code\":\"98765a\"}",
                "{\"code\":\"987654\\u0000\"}");
        for (String body : bodies) {
            HttpResponse<String> response = api.postJson(path(challenge.id()) + "/check", body);
            assertProblem(response, 400, "invalid-request");
            assertThat(response.body()).as(body).doesNotContain("98765");
            assertThat(ApiClient.json(response).at("/errors/0/pointer").asText())
                    .as(body)
                    .startsWith("#");
        }
        assertThat(standing(challenge).tries()).isZero();
    }

    @Test
    void aCodeOfTheWrongShapeIsPointedAt() {
        HttpResponse<String> response = api.postJson(path(UUID.randomUUID()) + "/check", "{\"code\":\"12\"}");
        assertThat(ApiClient.json(response).at("/errors/0/pointer").asText()).isEqualTo("#/code");
    }

    @Test
    void aLargeBodyIsNotRead() {
        String large = "{\"code\":\"" + " ".repeat(JsonObject.BODY_BYTES_MAX) + "123456\"}";
        assertProblem(api.postJson(path(UUID.randomUUID()) + "/check", large), 413, "too-large");
    }

    @Test
    void everythingElseThatIsWrongIsAProblemToo() {
        Challenge challenge = issued();
        String path = path(challenge.id());
        assertProblem(api.get("/v1/verifications/" + UUID.randomUUID()), 404, "not-found");
        assertProblem(api.get("/v1/nothing"), 404, "not-found");
        assertProblem(api.get("/v1/verifications"), 400, "invalid-request");
        assertProblem(api.get("/v1/verifications?act="), 400, "invalid-request");
        assertProblem(api.get("/v1/verifications?act=a%00b"), 400, "invalid-request");
        assertProblem(api.get("/v1/verifications?act=a&limit=0"), 400, "invalid-request");
        assertProblem(api.get("/v1/verifications?act=a&limit=many"), 400, "invalid-request");
        assertProblem(api.get("/v1/verifications/4711"), 400, "invalid-request");
        assertProblem(api.get("/v1/verifications/1-1-1-1-1"), 400, "invalid-request");
        assertProblem(cancel(challenge, "{\"reason\":\"Ada Everywoman\"}"), 400, "invalid-request");
        assertProblem(api.send(api.request(path).header("Accept", "text/html").GET()), 406, "not-acceptable");
        assertProblem(
                api.send(api.request(path + "/check")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("123456"))),
                415,
                "unsupported-media-type");
        HttpResponse<String> method = api.send(api.request(path).DELETE());
        assertProblem(method, 405, "method-not-allowed");
        assertThat(method.headers().firstValue("Allow")).contains("GET");
    }

    @Test
    void anIdempotencyKeyIsShortAndPlain() {
        Challenge challenge = issued();
        assertAnswer(check(challenge.id(), codeOf(challenge), "k".repeat(200)), true);
        for (String key : List.of("k".repeat(201), "two words")) {
            HttpResponse<String> response = check(challenge.id(), "123456", key);
            assertProblem(response, 400, "invalid-request");
            assertThat(ApiClient.json(response).at("/errors/0/header").asText()).isEqualTo("Idempotency-Key");
        }
        var twice = api.request(path(challenge.id()) + "/check")
                .headers("Content-Type", "application/json", "Idempotency-Key", "a", "Idempotency-Key", "b")
                .POST(BodyPublishers.ofString("{\"code\":\"123456\"}"));
        assertProblem(api.send(twice), 400, "invalid-request");
    }

    private List<Boolean> race(Challenge challenge) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(CLIENTS);
        List<Callable<Boolean>> checks = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            VerificationApiIT client = new VerificationApiIT();
            client.api = new ApiClient(port);
            checks.add(() -> {
                barrier.await();
                return ApiClient.json(client.check(challenge.id(), codeOf(challenge)))
                        .path("verified")
                        .asBoolean();
            });
        }
        List<Boolean> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (Future<Boolean> answer : threads.invokeAll(checks)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    private Challenge issued() {
        Challenge challenge = Challenges.open(Challenges.sms(Success.DELIVERED), Challenges.email());
        store.insert(challenge);
        return challenge;
    }

    private Challenge standing(Challenge challenge) {
        return store.find(challenge.id()).orElseThrow();
    }

    private String codeOf(Challenge challenge) {
        return deriver.derive(challenge.id(), challenge.recipe()).reveal();
    }

    private String wrong(Challenge challenge) {
        return String.format("%06d", (Integer.parseInt(codeOf(challenge)) + 1) % 1_000_000);
    }

    private HttpResponse<String> check(UUID id, String code) {
        return check(id, code, "");
    }

    private HttpResponse<String> check(UUID id, String code, String key) {
        var request = api.request(path(id) + "/check")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"code\":\"" + code + "\"}"));
        Optional.of(key).filter(text -> !text.isEmpty()).ifPresent(text -> request.header("Idempotency-Key", text));
        return api.send(request);
    }

    private HttpResponse<String> cancel(Challenge challenge, String body) {
        return api.postJson(path(challenge.id()) + "/cancel", body);
    }

    private HttpResponse<String> post(String action, Challenge challenge) {
        return api.send(api.request(path(challenge.id()) + action).POST(BodyPublishers.noBody()));
    }

    private List<String> idsOf(String query) {
        List<String> ids = new ArrayList<>();
        ApiClient.json(api.get("/v1/verifications" + query))
                .path("verifications")
                .forEach(shown -> ids.add(shown.path("id").asText()));
        return ids;
    }

    private long auditEntries() {
        return jdbc.sql("select count(*) from audit_entry").query(Long.class).single();
    }

    private static String path(UUID id) {
        return "/v1/verifications/" + id;
    }

    private static void assertAnswer(HttpResponse<String> response, boolean verified) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"verified\":" + verified + "}");
    }

    private static void assertProblem(HttpResponse<String> response, int status, String kind) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = ApiClient.json(response);
        assertThat(problem.path("type").asText()).isEqualTo("urn:countersign:problem:" + kind);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).isNotEmpty();
    }

    private static String withoutDate(HttpResponse<String> response) {
        var headers = new java.util.TreeMap<>(response.headers().map());
        headers.remove("date");
        return response.statusCode() + " " + headers + " " + response.body();
    }
}
