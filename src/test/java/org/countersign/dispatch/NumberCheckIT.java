package org.countersign.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.challenge.Challenges.START;
import static org.countersign.challenge.Challenges.email;
import static org.countersign.challenge.Challenges.sms;
import static org.countersign.challenge.Challenges.voice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeState;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.Challenges;
import org.countersign.challenge.CodeDeriver;
import org.countersign.challenge.CodeVerifier;
import org.countersign.challenge.Progress;
import org.countersign.channel.ChannelHealth;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.Success;
import org.countersign.policy.Transport;
import org.countersign.terms.ChannelCosts;
import org.countersign.terms.SenderIds;
import org.countersign.testing.Parts;
import org.countersign.testing.Routes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped router with a lookup that finds what it is told: what becomes of a send by what was found. */
class NumberCheckIT {

    private static final String CHANNEL = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: channel-%1$s
              annotations: {countersign.org/transport: %2$s, countersign.org/assurance: none, countersign.org/receipts: "true"}
            spec:
              definition: {title: %1$s, type: object}
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - bean: {ref: operator, method: "send(*, '%1$s')"}
            """;

    private static final String LOOKUP = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: lookup-%1$s
              annotations: {countersign.org/transport: "sms, voice", countersign.org/on-failure: %2$s, countersign.org/on-unknown: %2$s%3$s}
            spec:
              definition: {title: %1$s, type: object}
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - bean: {ref: operator, method: "tell(*, '%1$s')"}
            """;

    @TempDir
    private static Path routes;

    private static final Operator OPERATOR = new Operator();
    private static Parts parts;
    private static DefaultCamelContext camel;

    @BeforeAll
    static void wire() throws Exception {
        Path channels = Files.createDirectories(routes.resolve("channels"));
        Path lookups = Files.createDirectories(routes.resolve("lookups"));
        channel(channels, "sms-twilio", "sms");
        channel(channels, "voice-pbx", "voice");
        channel(channels, "email", "email");
        lookup(lookups, "lenient", "send", "");
        lookup(lookups, "strict", "refuse", "");
        lookup(lookups, "since", "send", ", countersign.org/needs: since");
        Map<String, Object> settings =
                Map.of("countersign.routes", routes.toString(), "countersign.handset.enabled", false);
        parts = new Parts(
                START, settings, "audit", "fhir", "challenge", "guard", "message", "channel", "terms", "dispatch");
        camel = new DefaultCamelContext();
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:" + channels + ",file:" + lookups);
        camel.getRegistry().bind("dispatcher", parts.get(RouteDispatcher.class));
        camel.getRegistry().bind("channelHealth", parts.get(ChannelHealth.class));
        camel.getRegistry().bind("channelCosts", parts.get(ChannelCosts.class));
        camel.getRegistry().bind("senderIds", parts.get(SenderIds.class));
        camel.getRegistry().bind("operator", OPERATOR);
        PluginHelper.getRoutesLoader(camel).loadRoutes(Routes.awakened("dispatch/router.camel.yaml"));
        camel.start();
    }

    @AfterAll
    static void close() {
        camel.stop();
        parts.close();
    }

    @BeforeEach
    void forget() {
        OPERATOR.reset();
        parts.jdbc().sql("truncate challenge, attempt, audit_entry cascade").update();
        parts.clock().advance(Duration.between(parts.clock().instant(), START));
    }

    @Test
    void aVetoSendsNothingAndTheNextStepIsDueAtOnce() {
        OPERATOR.finds.put("strict", Map.of("Veto", "SIM changed within 240 h"));
        Challenge challenge = due(sms(Success.DELIVERED), email());
        assertThat(OPERATOR.sent).isEmpty();
        assertThat(now(challenge).progress()).containsExactly(Progress.FAILED, Progress.PLANNED);
        assertThat(now(challenge).due())
                .hasValueSatisfying(
                        next -> assertThat(next.at()).isEqualTo(parts.clock().instant()));
        assertThat(trail())
                .containsExactly(
                        "NUMBER_LOOKED_UP SUCCESS lenient: Nothing against it",
                        "NUMBER_LOOKED_UP SUCCESS strict: SIM changed within 240 h",
                        "SEND_FAILED MINOR_FAILURE : strict: SIM changed within 240 h");
        assertThat(attempts()).containsExactly("FAILED REFUSED");
        wake(challenge.id(), now(challenge).due().orElseThrow().turn());
        assertThat(OPERATOR.sent).containsExactly("email");
        assertThat(OPERATOR.asked).as("nobody knows more of an e-mail address").hasSize(2);
    }

    @Test
    void aLineThatTakesNoSmsGoesOnToACall() {
        OPERATOR.finds.put("lenient", Map.of("Line", "fixed", "Carrier", "Landline Inc"));
        OPERATOR.vetoes.put("lenient", "sms");
        Challenge challenge = due(sms(Success.DELIVERED), voice());
        wake(challenge.id(), now(challenge).due().orElseThrow().turn());
        assertThat(OPERATOR.sent).containsExactly("voice-pbx");
        assertThat(OPERATOR.headers).containsEntry("Line", "fixed").containsEntry("Carrier", "Landline Inc");
        assertThat(trail())
                .contains(
                        "SEND_FAILED MINOR_FAILURE : lenient: No SMS there",
                        "NUMBER_LOOKED_UP SUCCESS lenient: The line is fixed, not fixed_or_mobile",
                        "CODE_SENT SUCCESS voice-pbx: ");
    }

    @Test
    void aLookupThatFailsLetsTheSendBeMadeOrRefusesItAsItsPolicySays() {
        OPERATOR.fails.put("lenient", ErrorCategory.UNAVAILABLE);
        due(sms(Success.DELIVERED), email());
        assertThat(OPERATOR.sent).containsExactly("sms-twilio");
        assertThat(trail())
                .containsExactly(
                        "NUMBER_LOOKED_UP MINOR_FAILURE lenient: As told; sent all the same",
                        "NUMBER_LOOKED_UP SUCCESS strict: Nothing against it",
                        "CODE_SENT SUCCESS sms-twilio: ");
        assertThat(categories()).containsExactly("UNAVAILABLE");

        forget();
        OPERATOR.fails.put("strict", ErrorCategory.UNAVAILABLE);
        Challenge refused = due(sms(Success.DELIVERED), email());
        assertThat(OPERATOR.sent).isEmpty();
        assertThat(now(refused).progress()).containsExactly(Progress.FAILED, Progress.PLANNED);
        assertThat(trail())
                .contains(
                        "NUMBER_LOOKED_UP MINOR_FAILURE strict: As told; refused",
                        "SEND_FAILED MINOR_FAILURE : strict: As told");
        assertThat(categories()).containsExactly("UNAVAILABLE", "UNAVAILABLE");
    }

    @Test
    void nothingIsSentForAChallengeThatWasVerifiedWhileLookupsWereAsked() {
        OPERATOR.meanwhile = to -> {
            Challenge open = parts.get(ChallengeStore.class).find(to).orElseThrow();
            Sensitive<String> code = parts.get(CodeDeriver.class).derive(open.id(), open.recipe());
            parts.get(CodeVerifier.class).check(open.id(), code, Optional.empty(), "pharmacist");
        };
        Challenge challenge = due(sms(Success.DELIVERED), email());
        assertThat(now(challenge).state()).isEqualTo(ChallengeState.VERIFIED);
        assertThat(OPERATOR.asked).isNotEmpty();
        assertThat(OPERATOR.sent).isEmpty();
        assertThat(attempts()).containsExactly("FAILED REFUSED");
        assertThat(trail()).containsExactly("CODE_VERIFIED SUCCESS : ");
    }

    @Test
    void aVetoShowsNothingToWhoAskedByTheApi() {
        OPERATOR.finds.put("strict", Map.of("Veto", "SIM changed within 240 h"));
        Challenge asked = Challenges.requested(sms(Success.DELIVERED));
        parts.get(ChallengeStore.class).insert(asked);
        wake(asked.id(), 1);
        assertThat(OPERATOR.sent).isEmpty();
        assertThat(now(asked).state()).isEqualTo(ChallengeState.OPEN);
        assertThat(trail()).last().asString().startsWith("CODE_UNDELIVERED");
    }

    @Test
    void aLookupThatNeedsItHearsTheDayThatTheRecordTells() {
        due(new PlannedStep(
                Transport.SMS,
                Sensitive.of("+14155550123"),
                Duration.ofSeconds(30),
                Success.DELIVERED,
                Optional.of(Instant.parse("2020-05-06T23:00:00Z")),
                Optional.empty(),
                false));
        assertThat(OPERATOR.since).containsExactly("2020-05-06");
    }

    @Test
    void elseTheDayOnWhichACodeCameBackThatHadGoneToThatNumberAlone() {
        due(sms(Success.DELIVERED));
        assertThat(OPERATOR.since).as("never").isEmpty();
        verify(due(sms(Success.DELIVERED), email()));
        parts.jdbc()
                .sql("update challenge set closed_at = '2029-11-20T10:00:00Z' where closed_at is not null")
                .update();
        due(sms(Success.DELIVERED));
        assertThat(OPERATOR.since).containsExactly("2029-11-20");
    }

    @Test
    void aCodeThatMayHaveComeByEMailProvesNothingOfTheNumber() {
        Challenge both = due(sms(Success.DELIVERED), email());
        parts.clock().advance(Duration.ofSeconds(31));
        wake(both.id(), now(both).due().orElseThrow().turn());
        assertThat(OPERATOR.sent).containsExactly("sms-twilio", "email");
        verify(both);
        due(sms(Success.DELIVERED));
        assertThat(OPERATOR.since).isEmpty();
    }

    private static void channel(Path folder, String name, String transport) throws IOException {
        Files.writeString(folder.resolve("channel-" + name + ".kamelet.yaml"), CHANNEL.formatted(name, transport));
    }

    private static void lookup(Path folder, String name, String otherwise, String more) throws IOException {
        Files.writeString(folder.resolve("lookup-" + name + ".kamelet.yaml"), LOOKUP.formatted(name, otherwise, more));
    }

    /** A new challenge of the one patient, whose first step is due. */
    private static Challenge due(PlannedStep... steps) {
        Challenge challenge = Challenges.open(steps);
        parts.get(ChallengeStore.class).insert(challenge);
        wake(challenge.id(), 1);
        return challenge;
    }

    private static void verify(Challenge challenge) {
        Challenge open = now(challenge);
        Sensitive<String> code = parts.get(CodeDeriver.class).derive(open.id(), open.recipe());
        parts.get(CodeVerifier.class).check(open.id(), code, Optional.empty(), "pharmacist");
        assertThat(now(challenge).state()).isEqualTo(ChallengeState.VERIFIED);
    }

    private static void wake(UUID challenge, int turn) {
        OPERATOR.challenge = challenge;
        Exchange out = camel.createFluentProducerTemplate()
                .to("direct:due")
                .withBody(challenge.toString())
                .withHeader("turn", turn)
                .send();
        assertThat(out.getException()).isNull();
    }

    private static Challenge now(Challenge challenge) {
        return parts.get(ChallengeStore.class).find(challenge.id()).orElseThrow();
    }

    private static List<String> trail() {
        return parts.jdbc()
                .sql("select kind || ' ' || outcome || ' ' || coalesce(details ->> 'channel', '') || ': '"
                        + " || coalesce(details ->> 'reason', '') from audit_entry order by id")
                .query(String.class)
                .list();
    }

    private static List<String> categories() {
        return parts.jdbc()
                .sql("select details ->> 'category' from audit_entry where details ->> 'category' is not null"
                        + " order by id")
                .query(String.class)
                .list();
    }

    private static List<String> attempts() {
        return parts.jdbc()
                .sql("select progress || ' ' || category from attempt order by turn")
                .query(String.class)
                .list();
    }

    /** Channels and lookups in one. Public, since Camel calls it; lookups are asked at the same time. */
    public static final class Operator {

        private final Map<String, Map<String, String>> finds = new HashMap<>();
        private final Map<String, String> vetoes = new HashMap<>();
        private final Map<String, ErrorCategory> fails = new HashMap<>();
        private final List<String> asked = new ArrayList<>();
        private final List<String> sent = new ArrayList<>();
        private final List<String> since = new ArrayList<>();
        private final Map<String, Object> headers = new HashMap<>();
        private java.util.function.Consumer<UUID> meanwhile = challenge -> {};
        private UUID challenge = new UUID(0, 0);

        synchronized void reset() {
            List.of(finds, vetoes, fails, headers).forEach(Map::clear);
            List.of(asked, sent, since).forEach(List::clear);
            meanwhile = challenge -> {};
        }

        public synchronized void tell(Exchange exchange, String lookup) {
            asked.add(lookup);
            if (lookup.equals("since")) {
                since.add(exchange.getMessage().getHeader("Since", String.class));
            }
            meanwhile.accept(challenge);
            meanwhile = challenge -> {};
            ErrorCategory category = fails.get(lookup);
            if (category != null) {
                throw new OperationalException(category, "As told");
            }
            finds.getOrDefault(lookup, Map.of())
                    .forEach((name, value) -> exchange.getMessage().setHeader(name, value));
            String transport = exchange.getMessage().getHeader("Transport", String.class);
            if (transport.equals(vetoes.get(lookup))) {
                exchange.getMessage().setHeader("Veto", "No SMS there");
            }
        }

        public synchronized void send(Exchange exchange, String channel) {
            sent.add(channel);
            headers.putAll(exchange.getMessage().getHeaders());
            exchange.getMessage()
                    .setHeader("ProviderReference", UUID.randomUUID().toString());
        }
    }
}
