package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.countersign.audit.AuditTrail;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeIssuer;
import org.countersign.challenge.ChallengeState;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.ChallengeTransitions;
import org.countersign.challenge.CheckAnswer;
import org.countersign.challenge.CodeDeriver;
import org.countersign.challenge.CodeVerifier;
import org.countersign.dispatch.RouteDispatcher;
import org.countersign.event.Hl7v2Reader;
import org.countersign.guard.DoNotContact;
import org.countersign.platform.Sensitive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whom a message reaches, and when: from HL7 v2 over the decision to what the router is given. The feed's clocks are in
 * UTC; the patients' numbers are at home in Chicago, five hours behind.
 */
class ReachIT {

    private static final String APPOINTMENT = """
            name: appointment
            purpose: appointment
            on: [appointment]
            quietHours: {from: "21:00", until: "08:00"}
            steps: [{transport: sms}, {transport: voice}, {transport: email}]
            binding: [reference, start]
            """;

    private static final String REFILL = """
            name: refill
            purpose: refill
            on: [refill]
            proxies: {relationships: [GUARD, MTH], when: minor}
            steps: [{transport: sms}, {transport: voice}, {transport: email}]
            binding: [reference]
            """;

    private static final String MOBILE = "^PRN^CP^^1^608^5550100";
    private static final String MOTHER = "NK1|1|Everywoman^Eve|MTH^Mother^HL70063||^PRN^CP^^1^608^5550142";
    private static final String MAIL = "^NET^Internet^ada@example.org";
    private static final String NO_TEXTS = "CON|1|89057-4^Patient Consent for SMS messages^LN|||||||||";
    private static final Instant NIGHT = IntakeParts.NOW;
    private static final Instant MORNING = Instant.parse("2026-06-01T13:00:00Z");
    private static final Instant EVENING = Instant.parse("2026-06-02T01:59:30Z");

    @TempDir
    static Path routes;

    private static IntakeParts parts;
    private static DefaultCamelContext camel;

    private InboxDrain drain;
    private int controlId;

    @BeforeAll
    static void start() throws IOException {
        Path policies = Files.createDirectories(routes.resolve("policies"));
        Files.writeString(policies.resolve("appointment.yaml"), APPOINTMENT);
        Files.writeString(policies.resolve("refill.yaml"), REFILL);
        parts = new IntakeParts(
                Map.of("one", IntakeParts.feed(Map.of())), Map.of("countersign.routes", routes.toString()));
        camel = new DefaultCamelContext();
    }

    @AfterAll
    static void stop() {
        camel.stop();
        parts.close();
    }

    @BeforeEach
    void wire() {
        parts.empty();
        at(MORNING);
        drain = parts.drain(
                parts.hub.get(Hl7v2Reader.class),
                parts.hub.get(ChallengeIssuer.class),
                parts.hub.get(AuditTrail.class),
                parts.feeds,
                parts.transactions());
    }

    // ---- quiet hours

    @Test
    void whatIsBookedAtNightIsSentInTheMorningAndItsTimeCountsFromThen() {
        at(NIGHT);
        Challenge held = booked("P1", MOBILE);
        assertThat(held.due().orElseThrow().at()).isEqualTo(MORNING);
        assertThat(held.expiresAt()).isEqualTo(MORNING.plusSeconds(300));
        assertThat(detail("CODE_ISSUED", "due")).isEqualTo(MORNING.toString());
        assertThat(prepare(held)).as("a wake-up that comes too early").isEmpty();
        assertThat(ChallengeTransitions.resend(held, NIGHT.plusSeconds(60)))
                .as("nothing to send again yet")
                .isEmpty();
        at(MORNING);
        assertThat(prepare(held).orElseThrow().getMessage().getHeader("To")).isEqualTo("+16085550100");
    }

    @Test
    void whatIsHeldGoesByTheClocksOfTheNumberThatThePatientMovesTo() {
        at(NIGHT);
        Challenge held = booked("P1", MOBILE);
        send(message("ADT^A08", "P1", "^PRN^CP^^44^7911^123456", "PV1|1|O"));
        assertThat(challenge(held.id()).state()).isEqualTo(ChallengeState.SUPERSEDED);
        Challenge moved = open();
        assertThat(moved.due().orElseThrow().at()).as("one o'clock in London").isEqualTo(NIGHT);
        assertThat(moved.expiresAt()).isEqualTo(NIGHT.plusSeconds(300));
    }

    @Test
    void aStepThatFallsDueInQuietHoursIsLeftOutAndTheNextIsDueAtOnce() {
        at(EVENING);
        Challenge challenge = booked("P1", MOBILE + "~" + MAIL);
        record(prepare(challenge).orElseThrow());
        at(EVENING.plusSeconds(60));
        assertThat(prepare(challenge)).as("the call, at 21:00:30").isEmpty();
        assertThat(detail("SEND_FAILED", "reason")).isEqualTo("quiet hours, 21:00 to 08:00");
        assertThat(prepare(challenge).orElseThrow().getMessage().getHeader("Transport"))
                .isEqualTo("email");
    }

    // ---- consent

    @Test
    void whatARecordRefusedIsRememberedUntilTheRecordTakesItBack() {
        send(message("ADT^A31", "P1", MOBILE, NO_TEXTS + "R"));
        assertThat(transports(booked("P1", MOBILE))).containsExactly("voice");
        send(message("ADT^A31", "P1", MOBILE, NO_TEXTS + "A"));
        assertThat(transports(refilled("P1", MOBILE))).containsExactly("sms", "voice");
    }

    @Test
    void whatIsRefusedWhileAChallengeIsHeldIsNotSentInTheMorning() {
        at(NIGHT);
        Challenge held = booked("P1", MOBILE);
        send(message("ADT^A31", "P1", MOBILE, NO_TEXTS + "R"));
        at(MORNING);
        assertThat(prepare(held)).isEmpty();
        assertThat(detail("SEND_FAILED", "reason")).isEqualTo("the patient refused text by CON/89057-4");
        assertThat(prepare(held).orElseThrow().getMessage().getHeader("Transport"))
                .isEqualTo("voice");
    }

    @Test
    void whereNothingIsLeftTheMessageSaysWhatWasRefused() {
        send(message("ADT^A31", "P1", MOBILE, "PD1|||||||||||03", NO_TEXTS + "X"));
        send(siu("P1", MOBILE));
        assertThat(parts.rows().getLast())
                .isEqualTo("DONE: Skipped, REFUSED: the patient refused call by PD1-11, text by CON/89057-4");
        assertThat(parts.jdbc()
                        .sql("select details ->> 'reason' from audit_entry order by id desc limit 1")
                        .query(String.class)
                        .single())
                .isEqualTo("REFUSED");
    }

    @Test
    void whatWasRefusedGoesWithARecordThatIsMergedAndIsNoOtherPatients() {
        send(message("ADT^A31", "OLD", MOBILE, NO_TEXTS + "R"));
        send(message("ADT^A40", "NEW", "", "MRG|OLD^^^GOOD"));
        assertThat(transports(booked("NEW", MOBILE))).containsExactly("voice");
        assertThat(transports(booked("OTHER", MOBILE))).containsExactly("sms", "voice");
    }

    // ---- do not contact

    @Test
    void aListedNumberIsWrittenToForNoChallengeOfNoPatientAndTheTrailSaysSo() {
        DoNotContact list = parts.hub.get(DoNotContact.class);
        list.list(Sensitive.of("+16085550100"), "portal:api");
        list.list(Sensitive.of("+16085550100"), "portal:api");
        Challenge withMail = booked("P1", MOBILE + "~" + MAIL);
        assertThat(prepare(withMail)).isEmpty();
        assertThat(detail("SEND_FAILED", "reason")).isEqualTo("the address is on the do-not-contact list");
        assertThat(prepare(withMail))
                .as("its extension or voice is the same number")
                .isEmpty();
        assertThat(prepare(withMail).orElseThrow().getMessage().getHeader("To")).isEqualTo("ada@example.org");
        Challenge extension = booked("P2", "^WPN^PH^^1^608^5550100^42");
        assertThat(prepare(extension)).isEmpty();
        assertThat(challenge(extension.id()).state()).isEqualTo(ChallengeState.UNDELIVERED);
        list.unlist(Sensitive.of("+16085550100"), "portal:api");
        assertThat(prepare(booked("P3", MOBILE))).isPresent();
    }

    @Test
    void whoRepliesStartTakesBackTheirOwnStopAndNothingThatAnOperatorListed() {
        DoNotContact list = parts.hub.get(DoNotContact.class);
        Sensitive<String> number = Sensitive.of("+16085550100");
        list.stop(number.reveal(), "sms-twilio");
        assertThat(list.isListed(number)).isTrue();
        list.start(number.reveal(), "sms-twilio");
        assertThat(list.isListed(number)).isFalse();
        list.list(number, "portal:api");
        list.start(number.reveal(), "sms-twilio");
        assertThat(list.isListed(number)).isTrue();
    }

    @Test
    void aListedExtensionDoesNotStandForItsNumber() {
        parts.hub.get(DoNotContact.class).list(Sensitive.of("+16085550100;ext=42"), "portal:api");
        assertThat(prepare(booked("P1", "^WPN^PH^^1^608^5550100^42"))).isEmpty();
        assertThat(prepare(booked("P2", "^WPN^PH^^1^608^5550100^43"))).isPresent();
        assertThat(prepare(booked("P3", MOBILE))).isPresent();
    }

    // ---- proxies

    @Test
    void theCodeForAChildGoesToWhoStandsForThemAndTheTrailSaysToWhom() {
        send(message("RDE^O25", "P1", MOBILE, MOTHER, "ORC|RF|P-7|F-7", "RXE||1^Metformin|||||||||||||RX-P1")
                .replace("19700101", "20200101"));
        Challenge challenge = open();
        assertThat(challenge.recipient().proxy()).contains("MTH");
        Exchange sent = prepare(challenge).orElseThrow();
        assertThat(sent.getMessage().getHeader("To")).isEqualTo("+16085550142");
        record(sent);
        assertThat(detail("CODE_ISSUED", "proxy")).isEqualTo("MTH");
        assertThat(detail("CODE_SENT", "proxy")).isEqualTo("MTH");
        send(message("ADT^A08", "P1", "^PRN^CP^^1^608^5550199", "PV1|1|O"));
        assertThat(challenge(challenge.id()).state())
                .as("the child's own number changed")
                .isEqualTo(ChallengeState.OPEN);
    }

    @Test
    void theCodeForAnAdultDoesNotGoToTheirNextOfKin() {
        send(message("RDE^O25", "P1", "", MOTHER, "ORC|RF|P-7|F-7", "RXE||1^Metformin|||||||||||||RX-P1"));
        assertThat(parts.rows().getLast()).contains("UNREACHABLE: no telecoms");
    }

    // ---- shared numbers

    @Test
    void twoPatientsOfOneNumberDoNotDisturbEachOther() {
        Challenge one = booked("P1", MOBILE);
        Challenge two = booked("P2", MOBILE);
        Exchange first = prepare(one).orElseThrow();
        record(first);
        Exchange second = prepare(two).orElseThrow();
        record(second);
        assertThat(first.getMessage().getBody(String.class)).contains("(" + one.tag() + ")");
        assertThat(second.getMessage().getBody(String.class))
                .contains("(" + two.tag() + ")")
                .doesNotContain("Everywoman", "Ada", "P2");
        assertThat(details("CODE_SENT", "shared")).containsExactly("", "1");
        assertThat(check(one, code(two))).as("the other's code").isEqualTo(CheckAnswer.REFUSED);
        assertThat(check(one, code(one))).isEqualTo(CheckAnswer.VERIFIED);
        assertThat(challenge(two.id()).state()).isEqualTo(ChallengeState.OPEN);
        assertThat(check(two, code(two))).isEqualTo(CheckAnswer.VERIFIED);
    }

    @Test
    void theLimitsOfANumberCountAllOfItsPatients() {
        for (int i = 0; i < 5; i++) {
            assertThat(prepare(booked("P" + i, MOBILE))).isPresent();
        }
        assertThat(prepare(booked("P6", MOBILE))).isEmpty();
        assertThat(detail("SEND_FAILED", "reason")).startsWith("limit of 5 sends");
    }

    // ---- extensions

    @Test
    void aLandlineWithAnExtensionIsCalledByIt() {
        Challenge challenge = booked("P1", "^WPN^PH^^1^608^5550100^42");
        Exchange call = prepare(challenge).orElseThrow();
        assertThat(call.getMessage().getHeader("Transport")).isEqualTo("voice");
        assertThat(call.getMessage().getHeader("To")).isEqualTo("+16085550100;ext=42");
        assertThat(call.getMessage().getHeader("Country")).isEqualTo("US");
        assertThat(transports(challenge)).containsExactly("voice");
    }

    private static void at(Instant moment) {
        parts.hub.clock().advance(Duration.between(parts.hub.clock().instant(), moment));
    }

    private Challenge booked(String patient, String telecoms) {
        send(siu(patient, telecoms));
        return issued();
    }

    private Challenge refilled(String patient, String telecoms) {
        send(message("RDE^O25", patient, telecoms, "ORC|RF|P-7|F-7", "RXE||1^Metformin|||||||||||||RX-" + patient));
        return issued();
    }

    private static Challenge issued() {
        return challenge(UUID.fromString(parts.rows().getLast().replaceAll("DONE: Challenge | issued", "")));
    }

    private String siu(String patient, String telecoms) {
        String appointment = "A" + patient;
        return message(
                "SIU^S12", patient, telecoms, "SCH|" + appointment + "|" + appointment + "|||||||||^^^20270601090000");
    }

    private String message(String type, String patient, String telecoms, String... segments) {
        return "MSH|^~\\&|EHR|GOOD|HUB|HERE|20260601120000||" + type + "|C" + controlId++ + "|P|2.5.1\r"
                + "PID|1||" + patient + "^^^GOOD^MR||Everywoman^Ada||19700101|F|||||" + telecoms + "\r"
                + String.join("\r", segments) + "\r";
    }

    private void send(String message) {
        assertThat(parts.accept("one", message)).contains("MSA|AA|");
        drain.drain(parts.jdbc()
                .sql("select max(id) from inbox")
                .query(String.class)
                .single());
    }

    /** What the router would be given for the step that is armed; empty where nothing is to be sent. */
    private static Optional<Exchange> prepare(Challenge challenge) {
        RouteDispatcher dispatcher = parts.hub.get(RouteDispatcher.class);
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(challenge.id().toString());
        exchange.getMessage().setHeader("turn", challenge(challenge.id()).turn());
        dispatcher.prepare(exchange);
        if (exchange.isRouteStop()) {
            return Optional.empty();
        }
        dispatcher.offer(exchange);
        return Optional.of(exchange);
    }

    private void record(Exchange sent) {
        sent.setProperty("Channel", "sms-smpp");
        sent.getMessage().setHeader("ProviderReference", "ref-" + controlId++);
        parts.hub.get(RouteDispatcher.class).record(sent);
    }

    private static Challenge challenge(UUID id) {
        return parts.hub.get(ChallengeStore.class).find(id).orElseThrow();
    }

    private static Challenge open() {
        return challenge(parts.jdbc()
                .sql("select id from challenge where state = 'OPEN'")
                .query(UUID.class)
                .single());
    }

    private static List<String> transports(Challenge challenge) {
        return challenge.steps().stream().map(step -> step.transport().code()).toList();
    }

    private static String detail(String kind, String name) {
        return details(kind, name).getLast();
    }

    private static List<String> details(String kind, String name) {
        return parts.jdbc()
                .sql("select coalesce(details ->> :name, '') from audit_entry where kind = :kind order by id")
                .param("name", name)
                .param("kind", kind)
                .query(String.class)
                .list();
    }

    private static Sensitive<String> code(Challenge challenge) {
        return parts.hub.get(CodeDeriver.class).derive(challenge.id(), challenge.recipe());
    }

    private static CheckAnswer check(Challenge challenge, Sensitive<String> code) {
        return parts.hub.get(CodeVerifier.class).check(challenge.id(), code, Optional.empty(), "user:test");
    }
}
