package org.countersign.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.verification.Asking.MOBILE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.countersign.challenge.ChallengeStore;
import org.countersign.testing.ApiClient;
import org.countersign.testing.MutableClock;
import org.countersign.testing.Routes;
import org.countersign.testing.WebHub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What a request to start a verification may hold, and what is said of one that may not. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = StartHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "countersign.api.key=" + ApiClient.KEY,
            "countersign.console.password=" + WebHub.PASSWORD,
            "countersign.api.requests.in-a-minute=60",
            "countersign.feeds.scheduling.facility=North",
            "countersign.feeds.scheduling.region=GB",
            "countersign.feeds.pharmacy.facility=South"
        })
class StartRequestIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PHONE = "{\"system\":\"phone\",\"value\":\"" + MOBILE + "\"}";

    @LocalServerPort
    private int port;

    @Autowired
    private ChallengeStore store;

    @Autowired
    private MutableClock clock;

    @Autowired
    private JdbcClient jdbc;

    private Asking client;

    /** Staff of two facilities alone may sign in by code. */
    @DynamicPropertySource
    static void routes(DynamicPropertyRegistry properties) throws IOException {
        Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "asked");
        Routes routes = Routes.copyTo(home.resolve("routes"))
                .edit("policies/staff.yaml", "on: [staff]", "on: [staff]\nwhen: {facilities: [Clinic, North]}");
        properties.add("countersign.routes", () -> routes.folder().toString());
    }

    @BeforeEach
    void empty() {
        jdbc.sql("truncate challenge, audit_entry, verification_request, verification_client cascade")
                .update();
        clock.advance(Duration.between(clock.instant(), WebHub.START));
        client = new Asking(new ApiClient(port));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "; #",
                "SECRET; #",
                "[]; #",
                "{}; #/purpose",
                "{'purpose':'SECRET'}; #/purpose",
                "{'purpose':'refill'}; #/purpose",
                "{'purpose':7}; #/purpose",
                "{'purpose':'staff','SECRET':1}; #",
                "{'purpose':'staff','purpose':'staff'}; #",
                "{'purpose':'staff'}; #/subject",
                "{'purpose':'staff','subject':'SECRET'}; #/subject",
                "{'purpose':'staff','subject':{}}; #/subject/identifier",
                "{'purpose':'staff','subject':{'identifier':' SECRET'}}; #/subject/identifier",
                "{'purpose':'staff','subject':{'identifier':''}}; #/subject/identifier",
                "{'purpose':'staff','subject':{'identifier':'1','SECRET':'1'}}; #/subject",
                "{'purpose':'staff','subject':{'identifier':'1','authority':1}}; #/subject/authority",
                "{'purpose':'staff','subject':{'identifier':'1','name':'SEC\\nRET'}}; #/subject/name",
                "{'purpose':'staff','subject':{'identifier':'1'}}; #/telecoms",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':{}}; #/telecoms",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':[]}; #/telecoms",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':['SECRET']}; #/telecoms/0",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':[P,{'value':'SECRET'}]}; #/telecoms/1/system",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':[{'system':'fax','value':'1'}]}; #/telecoms/0/system",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':[{'system':'phone'}]}; #/telecoms/0/value",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':[{'system':'phone','value':'SECRET'}]}; #/telecoms/0/value",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':[{'system':'phone','value':'+1415555013245678'}]}; #/telecoms/0/value",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':[{'system':'phone','value':'07911 123456'}]}; #/telecoms/0/value",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':[{'system':'email','value':'SECRET'}]}; #/telecoms/0/value",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':[{'system':'phone','value':'+447911123456','use':'old'}]}; #/telecoms/0/use",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':[{'system':'phone','value':'+447911123456','rank':0}]}; #/telecoms/0/rank",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':[{'system':'phone','value':'+447911123456','rank':'1'}]}; #/telecoms/0/rank",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':[P],'locale':'SECRET_'}; #/locale",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':[P],'locale':'SE-C-R-ET-'}; #/locale",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':[P],'facility':'SECRET'}; #/facility",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':[P],'reference':'SEC RET'}; #/reference",
                "{'purpose':'staff','subject':{'identifier':'1'},'telecoms':[P],'facility':'South'}; #/purpose",
            })
    void whatIsWrongIsToldWithItsPlaceAndNeverQuoted(String body, String pointer, CapturedOutput output) {
        String json = body == null
                ? ""
                : body.replace('\'', '"').replace("P,", PHONE + ",").replace("[P]", "[" + PHONE + "]");
        HttpResponse<String> response = client.ask(json);
        assertProblem(response, 400, "invalid-request");
        assertThat(ApiClient.json(response).at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(response.body()).doesNotContain("SECRET", "SEC", "0791", "1415");
        assertThat(output.getAll()).doesNotContain("SECRET");
        assertThat(challenges()).isZero();
        assertThat(jdbc.sql("select count(*) from verification_request")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void theOpenApiDocumentIsServedAndItsExampleAndItsMembersAreTrue() {
        HttpResponse<String> served = new ApiClient(port)
                .send(java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create("http://127.0.0.1:" + port + "/openapi.yaml")));
        assertThat(served.statusCode()).isEqualTo(200);
        JsonNode document = JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(served.body()));
        JsonNode schemas = document.at("/components/schemas");
        JsonNode start = schemas.path("Start");
        JsonNode example = document.at("/paths/~1v1~1verifications/post/requestBody/content/application~1json/example");
        assertThat(names(example)).containsExactlyInAnyOrderElementsOf(names(start.path("properties")));
        HttpResponse<String> answer = client.ask(example.toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(names(ApiClient.json(answer)))
                .containsExactlyInAnyOrderElementsOf(names(schemas.at("/Verification/properties")));
        assertMembers("", start, example);
        assertMembers("/subject", start.at("/properties/subject"), example);
        assertMembers("/telecoms/0", start.at("/properties/telecoms/items"), example);
    }

    /** The object at {@code pointer} may have just the members of the schema, and must have those that it requires. */
    private void assertMembers(String pointer, JsonNode schema, JsonNode example) {
        ObjectNode strange = example.deepCopy();
        ((ObjectNode) strange.at(pointer)).put("strange", 1);
        assertThat(ApiClient.json(client.ask(strange.toString())).path("detail").asText())
                .isEqualTo("The object may have no members but " + String.join(", ", names(schema.path("properties")))
                        + ".");
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (String name : names(schema.path("properties"))) {
            ObjectNode without = example.deepCopy();
            ((ObjectNode) without.at(pointer)).remove(name);
            assertThat(client.ask(without.toString()).statusCode())
                    .as("without %s%s", pointer, name)
                    .isEqualTo(required.contains(name) ? 400 : 202);
            jdbc.sql("truncate challenge cascade").update();
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void theKeyIsNeededOnceAndPlain() {
        ApiClient api = new ApiClient(port);
        String body = Asking.staff("E-7", MOBILE, "login-1");
        HttpResponse<String> without = api.postJson(Asking.PATH, body);
        assertProblem(without, 400, "invalid-request");
        assertThat(ApiClient.json(without).at("/errors/0/header").asText()).isEqualTo("Idempotency-Key");
        assertProblem(client.ask(body, "two words"), 400, "invalid-request");
        assertProblem(client.ask(body, "k".repeat(201)), 400, "invalid-request");
        assertThat(client.ask(body, "k".repeat(200)).statusCode()).isEqualTo(202);
    }

    @Test
    void aLargeBodyIsNotReadAndTenTelecomsAreTheMost() {
        String large = Asking.body("staff", "E-7", PHONE, " ".repeat(JsonObject.BODY_BYTES_MAX));
        assertProblem(client.ask(large), 413, "too-large");
        HttpResponse<String> many = client.ask(Asking.body("staff", "E-7", phones(11), ""));
        assertProblem(many, 400, "invalid-request");
        assertThat(ApiClient.json(many).at("/errors/0/pointer").asText()).isEqualTo("#/telecoms");
        assertThat(client.ask(Asking.body("staff", "E-7", phones(10), "")).statusCode())
                .isEqualTo(202);
    }

    @Test
    void aBodyOfAnotherKindOrWithoutTheApiKeyIsRefused() {
        ApiClient api = new ApiClient(port);
        String body = Asking.staff("E-7", MOBILE, "login-1");
        assertProblem(
                api.send(api.request(Asking.PATH)
                        .headers("Content-Type", "text/plain", "Idempotency-Key", "k")
                        .POST(BodyPublishers.ofString(body))),
                415,
                "unsupported-media-type");
        assertProblem(
                api.send(java.net.http.HttpRequest.newBuilder(
                                java.net.URI.create("http://127.0.0.1:" + port + Asking.PATH))
                        .headers("Content-Type", "application/json", "Idempotency-Key", "k")
                        .POST(BodyPublishers.ofString(body))),
                401,
                "unauthorized");
    }

    @Test
    void aNationalNumberIsOfTheRegionOfTheFacilityAndTheFacilityNamesTheChallenge() {
        String british = "{\"system\":\"phone\",\"value\":\"07911 123456\"}";
        var id = client.start(Asking.body("staff", "E-7", british, ",\"facility\":\"North\""));
        var challenge = store.find(id).orElseThrow();
        assertThat(challenge.facility()).isEqualTo("North");
        assertThat(challenge.steps().getFirst().address().reveal()).isEqualTo(MOBILE);
    }

    @Test
    void aClientMaySendSixtyRequestsInAMinuteWhateverTheyAre() {
        for (int i = 0; i < 60; i++) {
            assertProblem(client.ask("{}"), 400, "invalid-request");
        }
        clock.advance(Duration.ofSeconds(20));
        HttpResponse<String> more = client.ask(Asking.staff("E-7", MOBILE, "login-1"));
        assertProblem(more, 429, "too-many");
        assertThat(more.headers().firstValue("Retry-After")).contains("40");
        clock.advance(Duration.ofSeconds(40));
        assertThat(client.ask(Asking.staff("E-7", MOBILE, "login-1")).statusCode())
                .isEqualTo(202);
    }

    @Test
    void whoWasAskedForStandsInNoLogAndUnsealedInNoTable(CapturedOutput output) {
        client.start(Asking.body("portal", "MRN-SECRET", PHONE, ""));
        client.start(Asking.portal("MRN-SECRET-2", Asking.LANDLINE));
        assertThat(output.getAll()).doesNotContain("MRN-SECRET", "7911123456", "2079460958", "Everywoman");
        for (String table : List.of("challenge", "audit_entry", "verification_request", "verification_client")) {
            String rows = String.join(
                    "\n",
                    jdbc.sql("select t::text from " + table + " t")
                            .query(String.class)
                            .list());
            assertThat(rows).isNotEmpty().doesNotContain("MRN-SECRET", "7911123456", "2079460958", "Everywoman");
        }
    }

    private static String phones(int count) {
        return IntStream.range(0, count).mapToObj(n -> PHONE).collect(Collectors.joining(","));
    }

    private long challenges() {
        return jdbc.sql("select count(*) from challenge").query(Long.class).single();
    }

    private static void assertProblem(HttpResponse<String> response, int status, String kind) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = ApiClient.json(response);
        assertThat(problem.path("type").asText()).isEqualTo("urn:countersign:problem:" + kind);
        assertThat(problem.path("detail").asText()).isNotEmpty();
    }
}
