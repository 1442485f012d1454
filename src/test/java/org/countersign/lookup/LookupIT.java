package org.countersign.lookup;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.BasicCredentials;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.countersign.event.Telecom.LineType;
import org.countersign.lookup.Lookup.Otherwise;
import org.countersign.platform.ErrorCategory;
import org.countersign.policy.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** The shipped lookups against a server that answers as the specification of each says. */
class LookupIT {

    @RegisterExtension
    static final WireMockExtension OPERATOR = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    private static final Map<String, String> TWILIO =
            Map.of("twilio.account-sid", "AC1", "twilio.auth-token", "t0ken", "twilio.limit", "5s");

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private LookupHub hub;

    @BeforeEach
    void listen() {
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void close() {
        hub.close();
        root().detachAppender(log);
        assertThat(log.list).allSatisfy(event -> {
            assertThat(event.getFormattedMessage()).as("no number in the log").doesNotContain("4155550123");
            assertThat(event.getThrowableProxy())
                    .as(event.getFormattedMessage())
                    .isNull();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "mobile,sms,MOBILE",
        "landline,voice,FIXED",
        "nonFixedVoip,voice,VOIP",
        "fixedVoip,voice,VOIP",
        "tollFree,sms,OTHER"
    })
    void twilioTellsTheLineAndTheCarrierAsOfNow(String type, String transport, LineType line) {
        answer(200, twilio(type));
        twilioHub(Map.of());
        assertThat(hub.ask(Transport.valueOf(transport.toUpperCase(java.util.Locale.ROOT))))
                .containsExactly(new Finding.Clear("twilio", Optional.of(line), Optional.of("Verizon Wireless")));
        LoggedRequest request = only();
        assertThat(request.getMethod().getName()).isEqualTo("GET");
        assertThat(request.getUrl()).isEqualTo("/v2/PhoneNumbers/+14155550123?Fields=line_type_intelligence");
        assertThat(request.header("Authorization").firstValue())
                .isEqualTo(new BasicCredentials("AC1", "t0ken").asAuthorizationHeaderValue());
    }

    @ParameterizedTest
    @CsvSource({
        "landline,No SMS to a line that is fixed",
        "fixedVoip,No SMS to a line that is voip",
        "nonFixedVoip,No SMS to a line that is voip",
        "premium,The number is premium-rate"
    })
    void aLineThatTakesNoSmsVetoesIt(String type, String reason) {
        answer(200, twilio(type));
        twilioHub(Map.of());
        assertThat(hub.ask(Transport.SMS)).containsExactly(new Finding.Veto("twilio", reason));
    }

    @Test
    void aLineThatTwilioDoesNotKnowChangesNothing() {
        answer(200, twilio("unknown").replace("\"Verizon Wireless\"", "null"));
        twilioHub(Map.of());
        assertThat(hub.ask(Transport.SMS))
                .containsExactly(new Finding.Clear("twilio", Optional.empty(), Optional.empty()));
    }

    @Test
    void anInvalidNumberIsVetoedForEachTransport() {
        answer(200, "{\"phone_number\": \"+14155550123\", \"valid\": false, \"validation_errors\": [\"TOO_LONG\"]}");
        twilioHub(Map.of());
        assertThat(hub.ask(Transport.VOICE)).containsExactly(new Finding.Veto("twilio", "The number is not valid"));
    }

    @Test
    void twilioMayAlsoTellOfSimsAndForwarding() {
        answer(
                200,
                twilio("mobile")
                        .replace(
                                "\"sim_swap\": null",
                                "\"sim_swap\": {\"last_sim_swap\": {\"last_sim_swap_date\": null, \"swapped_period\": \"PT24H\","
                                        + " \"swapped_in_period\": false}, \"error_code\": null},"
                                        + " \"call_forwarding\": {\"call_forwarding_status\": true, \"error_code\": null}"));
        twilioHub(Map.of("twilio.fields", "line_type_intelligence,sim_swap,call_forwarding"));
        assertThat(hub.ask(Transport.SMS)).singleElement().isInstanceOf(Finding.Clear.class);
        assertThat(hub.ask(Transport.VOICE))
                .containsExactly(new Finding.Veto("twilio", "Calls are forwarded unconditionally"));
        answer(
                200,
                twilio("mobile")
                        .replace(
                                "\"sim_swap\": null",
                                "\"sim_swap\": {\"last_sim_swap\": {\"swapped_in_period\": true}}"));
        assertThat(hub.ask(Transport.SMS))
                .containsExactly(new Finding.Veto("twilio", "SIM changed within the period that Twilio watches"));
        answer(200, twilio("mobile"));
        assertThat(hub.ask(Transport.SMS)).singleElement().isInstanceOf(Finding.Silence.class);
    }

    @Test
    void aChangedSimIsAVetoAndTheOperatorIsAskedWithATokenForTheHoursThatAreSet() throws Exception {
        answer(200, "{\"swapped\": true}");
        camara("sim-swap", Map.of("sim-swap.max-age", "24"));
        assertThat(hub.ask(Transport.SMS)).containsExactly(new Finding.Veto("sim-swap", "SIM changed within 24 h"));
        LoggedRequest request = only();
        assertThat(request.getUrl()).isEqualTo("/sim-swap/v2/check");
        assertThat(new ObjectMapper().readTree(request.getBodyAsString()))
                .isEqualTo(new ObjectMapper().readTree("{\"phoneNumber\": \"+14155550123\", \"maxAge\": 24}"));
        assertThat(hub.tokens.accepts(request.header("Authorization").firstValue()))
                .isTrue();
    }

    @Test
    void anUnchangedSimIsNone() {
        answer(200, "{\"swapped\": false}");
        camara("sim-swap", Map.of());
        assertThat(hub.ask(Transport.VOICE)).containsExactly(clear("sim-swap"));
        assertThat(only().getBodyAsString()).contains("\"maxAge\":240");
    }

    @Test
    void nobodyIsAskedAboutTheSimOfALandline() {
        camara("sim-swap", Map.of());
        assertThat(hub.ask(Transport.VOICE, "+442079460000", Optional.empty())).containsExactly(clear("sim-swap"));
        assertThat(requests()).isEmpty();
    }

    @Test
    void whatIsDialledBehindANumberIsNotToldToAnOperator() {
        answer(200, "{\"swapped\": false}");
        camara("sim-swap", Map.of());
        hub.ask(Transport.VOICE, LookupHub.NUMBER + ";ext=42", Optional.empty());
        assertThat(only().getBodyAsString()).contains("\"phoneNumber\":\"+14155550123\"");
    }

    @Test
    void aNumberThatChangedHandsIsAVeto() throws Exception {
        answer(200, "{\"phoneNumChanged\": true}");
        camara("recycling", Map.of());
        assertThat(hub.ask(Transport.WHATSAPP))
                .containsExactly(new Finding.Veto("recycling", "Number changed hands since 2024-10-31"));
        LoggedRequest request = only();
        assertThat(request.getUrl()).isEqualTo("/number-recycling/v0.2/check");
        assertThat(new ObjectMapper().readTree(request.getBodyAsString()))
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"phoneNumber\": \"+14155550123\", \"specifiedDate\": \"2024-10-31\"}"));
        answer(200, "{\"phoneNumChanged\": false}");
        assertThat(hub.ask(Transport.SMS)).containsExactly(clear("recycling"));
    }

    @Test
    void recyclingIsNotAskedWhereNobodyKnowsSinceWhenTheNumberIsThePersons() {
        camara("recycling", Map.of());
        assertThat(hub.lookups().needSince(Transport.SMS)).isTrue();
        assertThat(hub.ask(Transport.SMS, LookupHub.NUMBER, Optional.empty())).isEmpty();
        assertThat(requests()).isEmpty();
    }

    @Test
    void forwardedCallsAreAVetoAndAreAskedForBeforeCallsAlone() {
        answer(200, "{\"active\": true}");
        camara("call-forwarding", Map.of());
        for (Transport transport : Transport.values()) {
            assertThat(hub.lookups().any(transport)).as(transport.code()).isEqualTo(transport == Transport.VOICE);
        }
        assertThat(hub.ask(Transport.SMS)).isEmpty();
        assertThat(requests()).isEmpty();
        assertThat(hub.ask(Transport.VOICE))
                .containsExactly(new Finding.Veto("call-forwarding", "Calls are forwarded unconditionally"));
        assertThat(only().getUrl()).isEqualTo("/call-forwarding-signal/v0.4/unconditional-call-forwardings");
        answer(200, "{\"active\": false}");
        assertThat(hub.ask(Transport.VOICE)).containsExactly(clear("call-forwarding"));
    }

    @Test
    void anEMailAsksNobody() {
        allHub();
        assertThat(hub.lookups().any(Transport.EMAIL)).isFalse();
        assertThat(hub.lookups().any(Transport.SILENT)).isFalse();
    }

    @Test
    void aHubWithoutSettingsAsksNobody() {
        hub = new LookupHub(Path.of("routes"), folder, Map.of());
        for (Transport transport : Transport.values()) {
            assertThat(hub.lookups().any(transport)).isFalse();
        }
    }

    static Stream<Arguments> failures() {
        String quoted = "{\"code\": \"INTERNAL\", \"message\": \"no answer for +14155550123\"}";
        return Stream.of(
                Arguments.of("busy", json(503, quoted), ErrorCategory.UNAVAILABLE, "HTTP 503, error INTERNAL"),
                Arguments.of("too many", json(429, quoted), ErrorCategory.UNAVAILABLE, "HTTP 429"),
                Arguments.of("forbidden", json(403, quoted), ErrorCategory.REFUSED, "HTTP 403"),
                Arguments.of("unauthorized", json(401, quoted), ErrorCategory.REFUSED, "HTTP 401"),
                Arguments.of("a wrong path", json(404, "{\"code\": \"NOT_FOUND\"}"), ErrorCategory.REFUSED, "HTTP 404"),
                Arguments.of(
                        "no JSON", aResponse().withBody("<html>+14155550123"), ErrorCategory.UNAVAILABLE, "no JSON"),
                Arguments.of("no answer in it", json(200, "{}"), ErrorCategory.UNAVAILABLE, "nothing to go by"),
                Arguments.of(
                        "neither yes nor no",
                        json(200, "{\"swapped\": null, \"phoneNumChanged\": \"perhaps\"}"),
                        ErrorCategory.UNAVAILABLE,
                        "nothing to go by"),
                Arguments.of(
                        "broken off",
                        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                        ErrorCategory.TIMEOUT,
                        "gave no answer"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void whenALookupFailsItsOwnPolicyHolds(
            String name, ResponseDefinitionBuilder response, ErrorCategory category, String words) {
        OPERATOR.stubFor(any(anyUrl()).willReturn(response));
        allHub();
        List<Finding> findings = hub.ask(Transport.VOICE);
        assertThat(findings)
                .extracting(Finding::lookup)
                .containsExactly("call-forwarding", "recycling", "sim-swap", "twilio");
        assertThat(findings).allSatisfy(finding -> {
            Finding.Silence silence = (Finding.Silence) finding;
            assertThat(silence.category()).isEqualTo(category);
            assertThat(silence.reason()).contains(words).doesNotContain("4155550123");
            assertThat(silence.otherwise())
                    .isEqualTo(silence.lookup().equals("sim-swap") ? Otherwise.REFUSE : Otherwise.SEND);
        });
    }

    @ParameterizedTest
    @CsvSource({"404,IDENTIFIER_NOT_FOUND", "422,SERVICE_NOT_APPLICABLE"})
    void aNumberThatTheOperatorDoesNotKnowHasAPolicyOfItsOwn(int status, String code) {
        answer(status, "{\"status\": " + status + ", \"code\": \"" + code + "\", \"message\": \"+14155550123\"}");
        camara("sim-swap", Map.of("sim-swap.on-unknown", "send"));
        assertThat(hub.ask(Transport.SMS))
                .containsExactly(new Finding.Silence(
                        "sim-swap",
                        ErrorCategory.REFUSED,
                        "The number is not known there (HTTP " + status + ", error " + code + ")",
                        Otherwise.SEND));
        answer(500, "{}");
        assertThat(hub.ask(Transport.SMS))
                .singleElement()
                .satisfies(finding ->
                        assertThat(((Finding.Silence) finding).otherwise()).isEqualTo(Otherwise.REFUSE));
    }

    @Test
    void theForwardingOfANumberThatIsUnknownIsUnknown() {
        answer(404, "{\"code\": \"CALL_FORWARDING.UNKNOWN_PHONE_NUMBER\", \"message\": \"x\"}");
        camara("call-forwarding", Map.of("call-forwarding.on-unknown", "refuse"));
        assertThat(hub.ask(Transport.VOICE)).singleElement().satisfies(finding -> {
            assertThat(((Finding.Silence) finding).otherwise()).isEqualTo(Otherwise.REFUSE);
            assertThat(((Finding.Silence) finding).reason()).contains("CALL_FORWARDING.UNKNOWN_PHONE_NUMBER");
        });
    }

    @Test
    void aLookupThatTakesTooLongIsGivenUpAndTheOthersAreHeard() {
        OPERATOR.stubFor(
                any(anyUrl()).willReturn(json(200, "{\"swapped\": false}").withFixedDelay(20_000)));
        OPERATOR.stubFor(com.github.tomakehurst.wiremock.client.WireMock.get(
                        com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching("/v2/.*"))
                .atPriority(1)
                .willReturn(json(200, twilio("mobile"))));
        Map<String, String> settings = new HashMap<>(TWILIO);
        settings.put("twilio.url", OPERATOR.baseUrl());
        settings.put("sim-swap.limit", "300ms");
        settings.put("sim-swap.on-failure", "send");
        camara("sim-swap", settings);
        long start = System.nanoTime();
        List<Finding> findings = hub.ask(Transport.SMS);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
        assertThat(findings)
                .containsExactly(
                        new Finding.Silence(
                                "sim-swap", ErrorCategory.TIMEOUT, "No answer within 300 ms", Otherwise.SEND),
                        new Finding.Clear("twilio", Optional.of(LineType.MOBILE), Optional.of("Verizon Wireless")));
    }

    @Test
    void aLookupThatIsDeadIsNotAskedUntilAProbeGetsThrough() {
        answer(503, "{}");
        camara("sim-swap", Map.of());
        for (int i = 0; i < 5; i++) {
            hub.ask(Transport.SMS);
        }
        assertThat(requests()).hasSize(5);
        assertThat(hub.ask(Transport.SMS))
                .containsExactly(new Finding.Silence(
                        "sim-swap", ErrorCategory.UNAVAILABLE, "Not asked, it is marked down", Otherwise.REFUSE));
        assertThat(requests()).as("nobody waits for it").hasSize(5);
        answer(200, "{\"swapped\": false}");
        hub.clock.advance(Duration.ofSeconds(31));
        assertThat(hub.ask(Transport.SMS)).containsExactly(clear("sim-swap"));
        assertThat(hub.ask(Transport.SMS)).containsExactly(clear("sim-swap"));
    }

    @Test
    void aTokenServesUntilItEndsAndOneThatTheOperatorTookBackIsRenewed() {
        answer(200, "{\"swapped\": false}");
        camara("sim-swap", Map.of());
        hub.ask(Transport.SMS);
        hub.ask(Transport.SMS);
        assertThat(hub.tokens.requests()).isEqualTo(1);
        OPERATOR.resetAll();
        String refused = "taken back";
        OPERATOR.stubFor(any(anyUrl())
                .inScenario(refused)
                .whenScenarioStateIs(com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED)
                .willReturn(json(401, "{\"code\": \"UNAUTHENTICATED\"}"))
                .willSetStateTo("asked"));
        OPERATOR.stubFor(any(anyUrl())
                .inScenario(refused)
                .whenScenarioStateIs("asked")
                .willReturn(json(200, "{\"swapped\": false}")));
        assertThat(hub.ask(Transport.SMS)).containsExactly(clear("sim-swap"));
        assertThat(hub.tokens.requests()).isEqualTo(2);
    }

    @Test
    void withoutATokenTheOperatorIsNotAsked() {
        answer(200, "{\"swapped\": false}");
        camara("sim-swap", Map.of());
        hub.tokens.failWith(503);
        assertThat(hub.ask(Transport.SMS))
                .singleElement()
                .satisfies(finding -> assertThat(finding)
                        .isInstanceOfSatisfying(
                                Finding.Silence.class,
                                silence -> assertThat(silence.category()).isEqualTo(ErrorCategory.UNAVAILABLE)));
        assertThat(requests()).isEmpty();
    }

    private void twilioHub(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(TWILIO);
        settings.put("twilio.url", OPERATOR.baseUrl());
        settings.putAll(more);
        hub = new LookupHub(Path.of("routes"), folder, settings);
    }

    private void camara(String lookup, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(
                Map.of(lookup + ".url", OPERATOR.baseUrl(), lookup + ".client-id", "hub", lookup + ".limit", "5s"));
        settings.putAll(more);
        hub = new LookupHub(Path.of("routes"), folder, settings, lookup);
    }

    private void allHub() {
        Map<String, String> settings = new HashMap<>(TWILIO);
        settings.put("twilio.url", OPERATOR.baseUrl());
        for (String lookup : List.of("sim-swap", "recycling", "call-forwarding")) {
            settings.put(lookup + ".url", OPERATOR.baseUrl());
            settings.put(lookup + ".client-id", "hub");
            settings.put(lookup + ".limit", "5s");
        }
        hub = new LookupHub(Path.of("routes"), folder, settings, "sim-swap", "recycling", "call-forwarding");
    }

    private static Finding clear(String lookup) {
        return new Finding.Clear(lookup, Optional.empty(), Optional.empty());
    }

    /** {@code fetchLineTypeIntelligence} of the specification. */
    private static String twilio(String type) {
        return "{\"calling_country_code\": \"1\", \"country_code\": \"US\", \"phone_number\": \"+14155550123\","
                + " \"national_format\": \"(415) 555-0123\", \"valid\": true, \"validation_errors\": null,"
                + " \"sim_swap\": null, \"line_type_intelligence\": {\"error_code\": null,"
                + " \"mobile_country_code\": \"311\", \"mobile_network_code\": \"480\","
                + " \"carrier_name\": \"Verizon Wireless\", \"type\": \"" + type + "\"}}";
    }

    private static ResponseDefinitionBuilder json(int status, String body) {
        return jsonResponse(body, status);
    }

    private static void answer(int status, String body) {
        OPERATOR.stubFor(any(anyUrl()).willReturn(json(status, body)));
    }

    private static List<LoggedRequest> requests() {
        return OPERATOR.findAll(anyRequestedFor(anyUrl()));
    }

    private static LoggedRequest only() {
        assertThat(requests()).hasSize(1);
        return requests().getFirst();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
