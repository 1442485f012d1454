package org.countersign.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.countersign.verification.Asking.LANDLINE;
import static org.countersign.verification.Asking.MOBILE;
import static org.countersign.verification.Asking.portal;
import static org.countersign.verification.Asking.staff;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeState;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.ChallengeTransitions;
import org.countersign.challenge.CodeDeriver;
import org.countersign.challenge.DueStep;
import org.countersign.challenge.PersonFollower;
import org.countersign.challenge.Progress;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.Person;
import org.countersign.event.Site;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.Sensitive;
import org.countersign.policy.Purpose;
import org.countersign.testing.ApiClient;
import org.countersign.testing.MutableClock;
import org.countersign.testing.RecordingWakeUps;
import org.countersign.testing.WebHub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Codes that portals and applications of staff ask for, over real HTTP and real PostgreSQL. */
@SpringBootTest(
        classes = StartHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"countersign.api.key=" + ApiClient.KEY, "countersign.console.password=" + WebHub.PASSWORD})
class VerificationStartIT {

    private static final int CLIENTS = 32;

    @LocalServerPort
    private int port;

    @Autowired
    private ChallengeStore store;

    @Autowired
    private ChallengeArbiter arbiter;

    @Autowired
    private PersonFollower follower;

    @Autowired
    private CodeDeriver deriver;

    @Autowired
    private MutableClock clock;

    @Autowired
    private RecordingWakeUps wakeUps;

    @Autowired
    private TransactionOperations transactions;

    @Autowired
    private JdbcClient jdbc;

    private Asking client;

    @BeforeEach
    void empty() {
        jdbc.sql("truncate challenge, audit_entry, verification_request, verification_client cascade")
                .update();
        clock.advance(Duration.between(clock.instant(), WebHub.START));
        client = new Asking(new ApiClient(port));
    }

    @Test
    void whoIsAskedForUnderAnIdentifierThatWasMergedAwayIsThePersonOfTheRecordThatStays() {
        jdbc.sql("truncate absorbed_patient").update();
        UUID before = client.start(portal("P-OLD", MOBILE));
        transactions.executeWithoutResult(status -> follower.follow(merge("P-NEW", "P-OLD"), 0));
        UUID after = client.start(portal("P-OLD", MOBILE));
        assertThat(challenge(after).patientKey()).isEqualTo(challenge(before).patientKey());
        assertThat(challenge(after).recipient().identifier().reveal()).isEqualTo("P-NEW");
        assertThat(challenge(before).state()).as("one code for the person").isEqualTo(ChallengeState.SUPERSEDED);
        jdbc.sql("truncate absorbed_patient").update();
    }

    private static ClinicalEvent merge(String into, String absorbed) {
        Person person = new Person(
                List.of(new Person.Identifier(Sensitive.of(into), "HOSP", "")),
                Sensitive.of("Ada Everywoman"),
                Optional.empty(),
                Optional.empty(),
                false,
                true,
                List.of());
        var merge = new ClinicalAct.Merge(List.of(new Person.Identifier(Sensitive.of(absorbed), "HOSP", "")));
        Site site = new Site("ehr", "Clinic", ZoneOffset.UTC, "GB", StandardCharsets.UTF_8);
        return new ClinicalEvent(site, "ADT^A40", true, Optional.of(person), merge, ClinicalEvent.Change.NONE);
    }

    @Test
    void aMemberOfStaffIsSentACodeThatVerifiesOnce() {
        HttpResponse<String> answer = client.ask(staff("E-7", MOBILE, "login-1"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode shown = ApiClient.json(answer);
        UUID id = UUID.fromString(shown.path("id").asText());
        assertThat(answer.headers().firstValue("Location")).contains("/v1/verifications/" + id);
        assertThat(shown.path("state").asText()).isEqualTo("open");
        assertThat(shown.path("purpose").asText()).isEqualTo("staff");
        assertThat(shown.path("act").asText()).isEqualTo("SignIn/login-1");
        assertThat(shown.path("expiresAt").asText()).isEqualTo("2030-01-01T10:02:00Z");
        assertThat(answer.body()).doesNotContain("Everywoman", "E-7", MOBILE);
        assertThat(client.show(id).body()).isEqualTo(answer.body());

        Challenge challenge = challenge(id);
        assertThat(challenge.purpose()).isEqualTo(Purpose.STAFF);
        assertThat(challenge.steps())
                .hasSize(2)
                .allMatch(step -> step.address().reveal().equals(MOBILE));
        assertThat(wakeUps.challenges()).contains(new RecordingWakeUps.Challenge(id, 1, clock.instant()));
        assertThat(client.check(id, code(id)).body()).isEqualTo("{\"verified\":true}");
        assertThat(client.check(id, code(id)).body()).isEqualTo("{\"verified\":false}");
        assertThat(kinds(id)).containsExactly("CODE_ISSUED", "CODE_VERIFIED", "CODE_REFUSED");
        assertThat(detail(id, "CODE_ISSUED", "client")).isEqualTo("portal:api");
    }

    @Test
    void aPersonOfAPortalIsSentACodeInTheirLanguageToTheirBestAddress() {
        String telecoms = "{\"system\":\"email\",\"value\":\"Ada@Example.org\"},"
                + "{\"system\":\"phone\",\"value\":\"(415) 555-0132\",\"use\":\"work\",\"rank\":1},"
                + "{\"system\":\"phone\",\"value\":\"(415) 555-0133\",\"use\":\"mobile\",\"rank\":2}";
        UUID id = client.start(Asking.body("portal", "MRN-1", telecoms, ",\"locale\":\"pt-BR\""));
        Challenge challenge = challenge(id);
        assertThat(challenge.purpose()).isEqualTo(Purpose.PORTAL);
        assertThat(challenge.locale().toLanguageTag()).isEqualTo("pt-BR");
        assertThat(challenge.act()).isEqualTo("Patient/" + challenge.patientKey());
        assertThat(challenge.steps())
                .extracting(step -> step.address().reveal())
                .containsExactly("+14155550133", "ada@example.org");
    }

    @Test
    void aNewRequestForTheActSupersedesTheOldWhateverItsAddress() {
        UUID first = client.start(staff("E-7", MOBILE, "login-1"));
        UUID other = client.start(staff("E-7", MOBILE, "login-2"));
        UUID second = client.start(staff("E-7", MOBILE, "login-1"));
        assertThat(challenge(first).state()).isEqualTo(ChallengeState.SUPERSEDED);
        assertThat(challenge(other).state()).isEqualTo(ChallengeState.OPEN);
        assertThat(client.check(first, code(first)).body()).isEqualTo("{\"verified\":false}");
        UUID decoy = client.start(portal("MRN-1", LANDLINE));
        UUID real = client.start(portal("MRN-1", MOBILE));
        UUID again = client.start(portal("MRN-1", LANDLINE));
        assertThat(challenge(decoy).state()).isEqualTo(ChallengeState.SUPERSEDED);
        assertThat(challenge(real).state()).isEqualTo(ChallengeState.SUPERSEDED);
        assertThat(challenge(again).state()).isEqualTo(ChallengeState.OPEN);
        assertThat(client.check(second, code(second)).body()).isEqualTo("{\"verified\":true}");
    }

    @Test
    void noCodeIsRightForADecoyAndOnlyTheTrailTellsWhy() {
        UUID id = client.start(portal("MRN-1", LANDLINE));
        assertThat(challenge(id).decoy()).isTrue();
        assertThat(client.check(id, code(id)).body()).isEqualTo("{\"verified\":false}");
        assertThat(kinds(id)).containsExactly("CODE_WITHHELD", "CODE_REFUSED");
        assertThat(detail(id, "CODE_WITHHELD", "client")).isEqualTo("portal:api");
        assertThat(detail(id, "CODE_WITHHELD", "reason"))
                .isEqualTo("UNREACHABLE: 1 telecom: 1 landline (wanted: email, sms)");
    }

    /** Sent, blocked by the limits of a number, and withheld: whatever the caller does, it sees the same. */
    @Test
    void theWholeLifeOfAnyVerificationLooksTheSame() {
        List<Function<UUID, List<String>>> lives =
                List.of(this::locked, this::resent, this::asked, this::chosen, this::cancelled, this::expired);
        for (Function<UUID, List<String>> life : lives) {
            List<String> sent = lived(MOBILE, this::send, life);
            assertThat(lived(MOBILE, this::refuse, life)).isEqualTo(sent);
            assertThat(lived(LANDLINE, this::drop, life)).isEqualTo(sent);
        }
    }

    @Test
    void aPersonMayChooseTheWayAndIsWrittenToByNoOtherUntilTheyAsk() {
        String telecoms = "{\"system\":\"phone\",\"value\":\"" + MOBILE
                + "\"},{\"system\":\"email\",\"value\":\"ada@example.org\"}";
        UUID id = client.start(Asking.body("portal", "MRN-1", telecoms, ",\"transport\":\"email\""));
        Challenge chosen = challenge(id);
        int email = chosen.steps().stream()
                .map(step -> step.transport())
                .toList()
                .indexOf(org.countersign.policy.Transport.EMAIL);
        assertThat(chosen.due()).contains(new DueStep(email, 1, clock.instant()));
        assertThat(detail(id, "CODE_ISSUED", "transport")).isEqualTo("email");
        assertThat(detail(id, "CODE_ISSUED", "chosen")).isEqualTo("true");
        step(id, (one, due) -> ChallengeTransitions.claim(one, due.turn(), due.at()));
        arbiter.decide(
                id,
                clock.instant(),
                one -> ChallengeTransitions.failed(one, email, clock.instant(), ErrorCategory.REFUSED, "email", "no"));
        assertThat(challenge(id).due()).as("not replaced by an SMS").isEmpty();
        clock.advance(Duration.ofSeconds(30));
        assertThat(client.next(id).statusCode()).isEqualTo(202);
        assertThat(challenge(id).due())
                .hasValueSatisfying(due -> assertThat(due.step()).isNotEqualTo(email));
        assertThat(detail(id, "SEND_ASKED", "client")).isEqualTo("portal:api");
        assertThat(client.check(id, code(id)).body()).as("the same code").isEqualTo("{\"verified\":true}");
    }

    @Test
    void aWayThatNoAddressIsForLooksTheSameAndOneThatThePolicyDoesNotHaveIsAnError() {
        HttpResponse<String> reached = client.ask(chosen("sms"));
        HttpResponse<String> unreached = client.ask(chosen("email"));
        assertThat(plain(unreached)).isEqualTo(plain(reached));
        UUID id = UUID.fromString(ApiClient.json(unreached).path("id").asText());
        assertThat(challenge(id).decoy()).isTrue();
        assertThat(detail(id, "CODE_WITHHELD", "reason"))
                .isEqualTo("UNREACHABLE: no address for email, which was chosen");
        HttpResponse<String> unknown = client.ask(chosen("voice"));
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("#/transport", "The ways to choose from are email, sms.");
    }

    private static String chosen(String transport) {
        return Asking.body(
                "portal",
                "MRN-1",
                "{\"system\":\"phone\",\"value\":\"" + MOBILE + "\"}",
                ",\"transport\":\"" + transport + "\"");
    }

    @Test
    void aKeyOfANextStepIsForThatRequestAlone() {
        UUID id = client.start(portal("MRN-1", MOBILE));
        clock.advance(Duration.ofSeconds(30));
        assertThat(client.next(id, "k").statusCode()).isEqualTo(202);
        UUID other = client.start(portal("MRN-2", MOBILE));
        clock.advance(Duration.ofSeconds(30));
        assertThat(client.next(other, "k").statusCode()).isEqualTo(422);
    }

    @Test
    void eachWayOfStartingCostsTheSameWritesAndWakeUps() {
        int before = wakeUps.challenges().size();
        client.start(portal("MRN-1", MOBILE));
        assertThat(auditEntries()).isEqualTo(1);
        client.start(portal("MRN-2", LANDLINE));
        assertThat(auditEntries()).isEqualTo(2);
        assertThat(wakeUps.challenges()).hasSize(before + 2);
    }

    @Test
    void aRepeatWithTheSameKeyGetsTheFirstAnswerWhateverHappenedSince() {
        HttpResponse<String> first = client.ask(staff("E-7", MOBILE, "login-1"), "k-1");
        UUID id = UUID.fromString(ApiClient.json(first).path("id").asText());
        client.check(id, code(id));
        clock.advance(Duration.ofMinutes(3));
        String reordered = "{\"telecoms\":[{\"value\":\"" + MOBILE + "\", \"system\":\"phone\"}],"
                + "\"reference\":\"login-1\",\"subject\":{\"name\":\"Ada Everywoman\",\"authority\":\"HOSP\","
                + "\"identifier\":\"E-7\"},\"purpose\":\"staff\"}";
        HttpResponse<String> second = client.ask(reordered, "k-1");
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(challenges()).isEqualTo(1);
    }

    @Test
    void aKeyIsForOneRequestUntilItIsForgottenAfterADay() {
        client.ask(staff("E-7", MOBILE, "login-1"), "k-1");
        HttpResponse<String> other = client.ask(staff("E-8", MOBILE, "login-1"), "k-1");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(ApiClient.json(other).path("type").asText()).isEqualTo("urn:countersign:problem:key-reused");
        clock.advance(Duration.ofDays(1));
        assertThat(client.ask(staff("E-8", MOBILE, "login-1"), "k-1").statusCode())
                .isEqualTo(202);
        client.ask(staff("E-9", MOBILE, "login-1"), "k-2");
        clock.advance(Duration.ofDays(1));
        client.ask(staff("E-9", MOBILE, "login-2"), "k-3");
        assertThat(jdbc.sql("select idempotency_key from verification_request")
                        .query(String.class)
                        .list())
                .containsExactly("k-3");
    }

    @Test
    void thirtyTwoRequestsWithOneKeyMakeOneChallengeAndGetOneAnswer() throws Exception {
        List<HttpResponse<String>> answers = race(n -> staff("E-7", MOBILE, "login-1"), n -> "one");
        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(202);
        assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
        assertThat(challenges()).isEqualTo(1);
        assertThat(auditEntries()).isEqualTo(1);
    }

    @Test
    void ofRacingRequestsForOnePersonAsManyAsTheLimitAreTakenAndOneStaysOpen() throws Exception {
        List<HttpResponse<String>> answers = race(n -> portal("MRN-1", MOBILE), n -> "k-" + n);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 202).hasSize(5);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 429).hasSize(CLIENTS - 5);
        assertThat(jdbc.sql("select count(*) from challenge where state = 'OPEN'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aPersonMayBeAskedForFiveTimesInTenMinutesAndTwentyInADayKnownOrNot() {
        for (String number : List.of(MOBILE, LANDLINE)) {
            String person = "MRN-" + number;
            for (int tens = 0; tens < 4; tens++) {
                for (int i = 0; i < 5; i++) {
                    client.start(portal(person, number));
                }
                HttpResponse<String> sixth = client.ask(portal(person, number));
                assertThat(sixth.statusCode()).isEqualTo(429);
                assertThat(ApiClient.json(sixth).path("type").asText()).isEqualTo("urn:countersign:problem:too-many");
                assertThat(sixth.headers().firstValue("Retry-After")).contains("600");
                clock.advance(Duration.ofMinutes(10));
            }
            HttpResponse<String> answer = client.ask(portal(person, number));
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After"))
                    .contains(Long.toString(Duration.ofDays(1).minusMinutes(40).toSeconds()));
            client.start(portal("another", number));
            clock.advance(Duration.ofDays(1));
            client.start(portal(person, number));
        }
    }

    /** By another way into the record, as FHIR, which takes another lock. */
    @Test
    void aChallengeThatAnotherCommitsMeanwhileIsSuperseded() throws Exception {
        UUID first = client.start(portal("MRN-1", MOBILE));
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<UUID> second = transactions.execute(status -> {
                // It ends the one and opens another, as a message does, and has not committed.
                jdbc.sql("update challenge set state = 'CANCELLED', wake_at = null, version = version + 1")
                        .update();
                copy(first);
                Future<UUID> asked = threads.submit(() -> client.start(portal("MRN-1", MOBILE)));
                await().until(() -> blocked() > 0);
                return asked;
            });
            assertThat(challenge(second.get()).state()).isEqualTo(ChallengeState.OPEN);
        }
        assertThat(jdbc.sql("select state from challenge order by state")
                        .query(String.class)
                        .list())
                .containsExactly("CANCELLED", "OPEN", "SUPERSEDED");
    }

    private List<String> lived(String number, Function<UUID, UUID> sending, Function<UUID, List<String>> life) {
        empty();
        return life.apply(sending.apply(client.start(portal("MRN-1", number))));
    }

    private UUID send(UUID id) {
        Instant now = clock.instant().plusMillis(80);
        arbiter.decide(id, now, one -> ChallengeTransitions.claim(one, 1, now));
        arbiter.decide(id, now, one -> ChallengeTransitions.receipt(one, 0, Progress.DELIVERED, "sms-smpp", now));
        return id;
    }

    private UUID refuse(UUID id) {
        while (challenge(id).due().isPresent()) {
            step(
                    id,
                    (one, due) ->
                            ChallengeTransitions.refuse(one, due.turn(), due.at(), ErrorCategory.REFUSED, "limit"));
        }
        return id;
    }

    private UUID drop(UUID id) {
        step(id, (one, due) -> ChallengeTransitions.drop(one, due.turn(), due.at()));
        return id;
    }

    private void step(
            UUID id,
            BiFunction<Challenge, DueStep, java.util.Optional<org.countersign.challenge.Transition>> transition) {
        DueStep due = challenge(id).due().orElseThrow();
        assertThat(arbiter.decide(id, due.at(), one -> transition.apply(one, due)))
                .isPresent();
    }

    private List<String> locked(UUID id) {
        List<String> seen = new ArrayList<>();
        for (int tries = 0; tries < 4; tries++) {
            seen.add(plain(client.check(id, wrong(id))));
            seen.add(plain(client.show(id)));
        }
        seen.add(plain(client.resend(id)));
        seen.add(plain(client.cancel(id)));
        assertThat(seen.getLast()).contains("409", "locked");
        return seen;
    }

    private List<String> resent(UUID id) {
        List<String> seen = new ArrayList<>();
        seen.add(plain(client.resend(id)));
        assertThat(seen.getLast()).contains("429", "retry-after=[30]");
        clock.advance(Duration.ofSeconds(30));
        seen.add(plain(client.resend(id)));
        assertThat(seen.getLast()).startsWith("202");
        seen.add(plain(client.resend(id)));
        assertThat(challenge(id).due()).isPresent();
        clock.advance(Duration.ofSeconds(29));
        seen.add(plain(client.resend(id)));
        assertThat(seen.getLast()).contains("429", "retry-after=[1]");
        return seen;
    }

    private List<String> asked(UUID id) {
        List<String> seen = new ArrayList<>();
        seen.add(plain(client.next(id)));
        assertThat(seen.getLast()).contains("429", "retry-after=[30]");
        clock.advance(Duration.ofSeconds(30));
        seen.add(plain(client.next(id, "n-1")));
        assertThat(seen.getLast()).startsWith("202");
        seen.add(plain(client.next(id, "n-1")));
        assertThat(seen.getLast()).as("a repeat").startsWith("202");
        seen.add(plain(client.next(id)));
        assertThat(seen.getLast()).contains("429");
        clock.advance(Duration.ofSeconds(30));
        seen.add(plain(client.next(id)));
        seen.add(plain(client.show(id)));
        assertThat(kinds(id)).filteredOn("SEND_ASKED"::equals).hasSize(2);
        return seen;
    }

    /** By a way that nobody here has an address for, by one that they have, and by one that the policy does not have. */
    private List<String> chosen(UUID id) {
        List<String> seen = new ArrayList<>();
        for (String transport : List.of("email", "sms", "voice", "pigeon")) {
            clock.advance(Duration.ofSeconds(30));
            seen.add(plain(client.resend(id, transport)));
        }
        assertThat(seen.get(0)).startsWith("202");
        assertThat(seen.get(1)).startsWith("202");
        assertThat(seen.get(2)).startsWith("400").contains("email, sms", "#/transport");
        assertThat(seen.get(3)).startsWith("400").contains("#/transport");
        seen.add(plain(client.show(id)));
        return seen;
    }

    private List<String> cancelled(UUID id) {
        return List.of(
                plain(client.cancel(id)),
                plain(client.cancel(id)),
                plain(client.resend(id)),
                plain(client.check(id, wrong(id))),
                plain(client.show(id)));
    }

    private List<String> expired(UUID id) {
        clock.advance(Duration.ofMinutes(5));
        return List.of(
                plain(client.show(id)),
                plain(client.check(id, wrong(id))),
                plain(client.show(id)),
                plain(client.resend(id)),
                plain(client.cancel(id)));
    }

    /** All that a caller sees, without what is another each time. */
    private static String plain(HttpResponse<String> response) {
        Map<String, List<String>> headers =
                new java.util.TreeMap<>(response.headers().map());
        headers.remove("date");
        headers.remove("location");
        return response.statusCode() + " " + headers + " "
                + response.body().replaceAll("\"id\":\"[^\"]+\"", "ID").replaceAll("\"tag\":\"[A-Z]{3}\"", "TAG");
    }

    private List<HttpResponse<String>> race(Function<Integer, String> body, Function<Integer, String> key)
            throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(CLIENTS);
        List<Callable<HttpResponse<String>>> requests = new ArrayList<>();
        for (int n = 0; n < CLIENTS; n++) {
            int number = n;
            Asking one = new Asking(new ApiClient(port));
            requests.add(() -> {
                barrier.await();
                return one.ask(body.apply(number), key.apply(number));
            });
        }
        List<HttpResponse<String>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (Future<HttpResponse<String>> answer : threads.invokeAll(requests)) {
                answers.add(answer.get());
            }
        }
        return Collections.unmodifiableList(answers);
    }

    private void copy(UUID id) {
        jdbc.sql("""
                        create temporary table copied on commit drop as select * from challenge where id = :id
                        """).param("id", id).update();
        jdbc.sql("update copied set id = gen_random_uuid(), state = 'OPEN', wake_at = expires_at")
                .update();
        jdbc.sql("insert into challenge select * from copied").update();
    }

    private long blocked() {
        return jdbc.sql("select count(*) from pg_locks where not granted")
                .query(Long.class)
                .single();
    }

    private Challenge challenge(UUID id) {
        return store.find(id).orElseThrow();
    }

    private String code(UUID id) {
        return deriver.derive(id, challenge(id).recipe()).reveal();
    }

    private String wrong(UUID id) {
        return String.format("%06d", (Integer.parseInt(code(id)) + 1) % 1_000_000);
    }

    private long challenges() {
        return jdbc.sql("select count(*) from challenge").query(Long.class).single();
    }

    private long auditEntries() {
        return jdbc.sql("select count(*) from audit_entry").query(Long.class).single();
    }

    private List<String> kinds(UUID id) {
        return jdbc.sql("select kind from audit_entry where challenge_id = :id order by id")
                .param("id", id)
                .query(String.class)
                .list();
    }

    private String detail(UUID id, String kind, String name) {
        return jdbc.sql("select details ->> :name from audit_entry where challenge_id = :id and kind = :kind")
                .param("name", name)
                .param("id", id)
                .param("kind", kind)
                .query(String.class)
                .single();
    }
}
