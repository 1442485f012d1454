package org.countersign.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.challenge.Challenges.START;
import static org.countersign.challenge.Challenges.email;
import static org.countersign.challenge.Challenges.sms;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeState;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.Challenges;
import org.countersign.challenge.Progress;
import org.countersign.channel.ChannelHealth;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.Success;
import org.countersign.terms.ChannelCosts;
import org.countersign.terms.SenderIds;
import org.countersign.terms.TermsCatalog;
import org.countersign.testing.Parts;
import org.countersign.testing.Routes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shipped router over channels that fail as they are told: what carries a message when a provider does not. */
class RouterIT {

    private static final String KAMELET = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: channel-%1$s
              labels: {camel.apache.org/kamelet.type: sink}
              annotations: {countersign.org/transport: %2$s, countersign.org/assurance: none, countersign.org/receipts: "true", countersign.org/sender: countersign.channels.%1$s.from}
            spec:
              definition: {title: %1$s, description: For tests, type: object}
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - bean: {ref: provider, method: "send(*, '%1$s')"}
            """;

    @TempDir
    private Path routes;

    private Parts parts;
    private DefaultCamelContext camel;

    /** Looked up at each message. */
    private final Map<String, Object> settings = new HashMap<>();

    private final Provider provider = new Provider();

    @BeforeEach
    void wire() throws Exception {
        Path channels = Files.createDirectories(routes.resolve("channels"));
        channel(channels, "sms-twilio", "sms");
        channel(channels, "sms-smpp", "sms");
        channel(channels, "email", "email");
        settings.put("countersign.routes", routes.toString());
        settings.put("countersign.handset.enabled", false);
        parts = new Parts(
                START, settings, "audit", "fhir", "challenge", "guard", "message", "channel", "terms", "dispatch");
        camel = new DefaultCamelContext();
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:" + channels);
        camel.getRegistry().bind("dispatcher", parts.get(RouteDispatcher.class));
        camel.getRegistry().bind("channelHealth", parts.get(ChannelHealth.class));
        camel.getRegistry().bind("channelCosts", parts.get(ChannelCosts.class));
        camel.getRegistry().bind("senderIds", parts.get(SenderIds.class));
        camel.getRegistry().bind("provider", provider);
        PluginHelper.getRoutesLoader(camel).loadRoutes(Routes.awakened("dispatch/router.camel.yaml"));
        camel.start();
    }

    @AfterEach
    void close() {
        camel.stop();
        parts.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "UNAVAILABLE"})
    void anotherProviderCarriesWhatTheFirstSurelyDidNotTake(ErrorCategory category) {
        provider.fails.put("sms-twilio", category);
        Challenge challenge = due();
        assertThat(provider.asked).containsExactly("sms-twilio", "sms-smpp");
        assertThat(now(challenge).progress()).containsExactly(Progress.ACCEPTED, Progress.PLANNED);
        assertThat(kinds()).containsExactly("SEND_FAILED", "CODE_SENT");
        assertThat(attempts()).containsExactly("sms-smpp ACCEPTED");
        assertThat(provider.texts).as("the same words").doesNotContainNull();
        assertThat(provider.texts.get(1)).isEqualTo(provider.texts.get(0));
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMEOUT", "INTERNAL"})
    void whatMayHaveBeenTakenIsNotSentBySomebodyElseInTheSameStep(ErrorCategory category) {
        provider.fails.put("sms-twilio", category);
        Challenge challenge = due();
        assertThat(provider.asked).containsExactly("sms-twilio");
        assertThat(now(challenge).progress()).containsExactly(Progress.FAILED, Progress.PLANNED);
        wake(challenge.id(), now(challenge).due().orElseThrow().turn());
        assertThat(provider.asked).as("the next step is due at once").containsExactly("sms-twilio", "email");
    }

    @Test
    void whenNoProviderIsLeftTheNextStepIsDueAtOnce() {
        provider.fails.put("sms-twilio", ErrorCategory.UNAVAILABLE);
        provider.fails.put("sms-smpp", ErrorCategory.REFUSED);
        Challenge challenge = due();
        assertThat(provider.asked).containsExactly("sms-twilio", "sms-smpp");
        assertThat(now(challenge).progress()).containsExactly(Progress.FAILED, Progress.PLANNED);
        assertThat(now(challenge).due())
                .hasValueSatisfying(next -> assertThat(next.at()).isEqualTo(START));
    }

    @Test
    void aRepeatedTransportGoesByTheProviderThatDidNotLoseTheFirstMessage() {
        Challenge challenge = due(sms(Success.VERIFIED), sms(Success.VERIFIED), sms(Success.VERIFIED));
        fallBack(challenge);
        fallBack(challenge);
        assertThat(provider.asked)
                .as("where both have lost one, the first again")
                .containsExactly("sms-twilio", "sms-smpp", "sms-twilio");
        assertThat(kinds()).containsExactly("CODE_SENT", "CODE_SENT", "CODE_SENT");
    }

    @Test
    void aProviderThatBroughtTheFirstMessageBringsTheSecond() {
        Challenge challenge = due(sms(Success.VERIFIED), sms(Success.VERIFIED));
        String reference = parts.jdbc()
                .sql("select provider_reference from attempt")
                .query(String.class)
                .single();
        parts.get(DeliveryReceipts.class).receive("sms-twilio", reference, "DELIVERED");
        fallBack(challenge);
        assertThat(provider.asked).containsExactly("sms-twilio", "sms-twilio");
    }

    @Test
    void aProviderThatKeepsFailingIsPassedOverUntilAProbeGetsThrough() {
        provider.fails.put("sms-twilio", ErrorCategory.UNAVAILABLE);
        for (int i = 0; i < 5; i++) {
            due();
        }
        assertThat(parts.get(ChannelHealth.class).isDown("sms-twilio")).isTrue();
        provider.asked.clear();
        due();
        assertThat(provider.asked).as("nobody waits for it").containsExactly("sms-smpp");
        provider.fails.clear();
        parts.clock().advance(Duration.ofSeconds(31));
        provider.asked.clear();
        due();
        due();
        assertThat(provider.asked).containsExactly("sms-twilio", "sms-twilio");
    }

    @Test
    void refusedNumbersDoNotMarkAProviderDown() {
        provider.fails.put("sms-twilio", ErrorCategory.REFUSED);
        for (int i = 0; i < 20; i++) {
            due();
        }
        assertThat(parts.get(ChannelHealth.class).isDown("sms-twilio")).isFalse();
    }

    @Test
    void theChannelSeesWhatIsKnownOfTheNumber() {
        due();
        assertThat(provider.headers)
                .containsEntry("Country", "US")
                .containsEntry("Line", "fixed_or_mobile")
                .containsEntry("LocalTime", "02:00")
                .containsEntry("Transport", "sms");
    }

    @Test
    void theMostSpecialSenderThatTheCountryTakesIsPutBeforeTheChannel() throws IOException {
        settings.put("countersign.channels.sms-twilio.from", "+15550100");
        due();
        assertThat(provider.headers).as("without a rule the setting").containsEntry("Sender", "+15550100");
        terms("senders.yaml", """
                - {channel: sms-twilio, sender: "+15550111"}
                - {channel: sms-twilio, country: US, sender: "+15550122"}
                - {channel: sms-twilio, country: GB, sender: HOSPITAL}
                - {channel: sms-smpp, facility: Good Health, sender: GOODHEALTH}
                """);
        due();
        assertThat(provider.headers).containsEntry("Sender", "+15550122");
        terms("senders.yaml", """
                - {channel: sms-twilio, facility: Good Health, sender: GOODHEALTH}
                - {channel: sms-twilio, country: US, sender: "+15550122"}
                """);
        due();
        assertThat(provider.headers).as("a name is not taken in the US").containsEntry("Sender", "+15550122");
        assertThat(parts.jdbc()
                        .sql("select sender from attempt")
                        .query(String.class)
                        .single())
                .isEqualTo("+15550122");
    }

    @Test
    void aChannelWhoseSenderTheCountryDoesNotTakeIsPassedOverWithAReason() {
        settings.put("countersign.channels.sms-twilio.from", "CLINIC");
        settings.put("countersign.channels.sms-smpp.from", "24273");
        Challenge challenge = due();
        assertThat(provider.asked).containsExactly("sms-smpp");
        assertThat(now(challenge).progress()).containsExactly(Progress.ACCEPTED, Progress.PLANNED);
        assertThat(kinds()).containsExactly("SEND_FAILED", "CODE_SENT");
        assertThat(detail("SEND_FAILED", "reason"))
                .isEqualTo("sms-twilio: its sender is a name, which US does not take");
        for (int i = 0; i < 6; i++) {
            due();
        }
        assertThat(parts.get(ChannelHealth.class).isDown("sms-twilio"))
                .as("its provider was never asked")
                .isFalse();
    }

    @Test
    void whereNoChannelHasASenderForTheCountryTheNextStepIsDueAndTheReasonIsTold() {
        settings.put("countersign.channels.sms-twilio.from", "CLINIC");
        settings.put("countersign.channels.sms-smpp.from", "CLINIC");
        Challenge challenge = due();
        assertThat(provider.asked).isEmpty();
        assertThat(now(challenge).progress()).containsExactly(Progress.FAILED, Progress.PLANNED);
        assertThat(kinds()).containsExactly("SEND_FAILED", "SEND_FAILED");
    }

    @Test
    void theCheapestChannelWithAPriceCarriesTheMessageAndItsPriceIsKept() throws IOException {
        terms("prices.yaml", """
                - {channel: sms-twilio, price: 0.05}
                - {channel: sms-twilio, country: US, price: 0.0079}
                - {channel: sms-smpp, price: 0.0075}
                """);
        due();
        assertThat(provider.asked).containsExactly("sms-smpp");
        assertThat(parts.jdbc()
                        .sql("select price from attempt")
                        .query(BigDecimal.class)
                        .single())
                .isEqualByComparingTo("0.0075");
        assertThat(detail("CODE_SENT", "price")).isEqualTo("0.0075");
        provider.asked.clear();
        provider.fails.put("sms-smpp", ErrorCategory.UNAVAILABLE);
        due();
        assertThat(provider.asked).as("then the next cheapest").containsExactly("sms-smpp", "sms-twilio");
        assertThat(detail("CODE_SENT", "price")).isEqualTo("0.0079");
    }

    @Test
    void channelsWithoutAPriceAreTheDearestInTheOrderOfTheBranches() throws IOException {
        terms("prices.yaml", "- {channel: sms-smpp, country: GB, price: 0.01}\n");
        due();
        assertThat(provider.asked).as("none has a price for the US").containsExactly("sms-twilio");
        provider.asked.clear();
        provider.fails.put("sms-smpp", ErrorCategory.REFUSED);
        terms("prices.yaml", "- {channel: sms-smpp, price: 0.01}\n");
        due();
        assertThat(provider.asked).containsExactly("sms-smpp", "sms-twilio");
    }

    @Test
    void aChosenStepIsCarriedByASecondProviderOfItsTransportAndByNoOtherTransport() {
        provider.fails.put("sms-twilio", ErrorCategory.UNAVAILABLE);
        Challenge carried = dueChosen();
        assertThat(provider.asked).containsExactly("sms-twilio", "sms-smpp");
        assertThat(now(carried).due()).isEmpty();
        provider.asked.clear();
        provider.fails.put("sms-smpp", ErrorCategory.REFUSED);
        Challenge failed = dueChosen();
        assertThat(provider.asked).containsExactly("sms-twilio", "sms-smpp");
        assertThat(now(failed).progress()).containsExactly(Progress.FAILED, Progress.PLANNED);
        assertThat(now(failed).due()).as("the e-mail is not sent by itself").isEmpty();
        assertThat(now(failed).state()).isEqualTo(ChallengeState.OPEN);
        assertThat(detail("SEND_FAILED", "chosen")).isEqualTo("true");
    }

    private Challenge dueChosen() {
        return due(Challenges.chosen(Challenges.requested(sms(Success.DELIVERED), email()), 0));
    }

    private void terms(String file, String yaml) throws IOException {
        Files.writeString(routes.resolve(file), yaml);
        parts.get(TermsCatalog.class).reread(routes);
    }

    private String detail(String kind, String name) {
        return parts.jdbc()
                .sql("select details ->> :name from audit_entry where kind = :kind order by id limit 1")
                .param("name", name)
                .param("kind", kind)
                .query(String.class)
                .single();
    }

    private static void channel(Path folder, String name, String transport) throws IOException {
        Files.writeString(folder.resolve("channel-" + name + ".kamelet.yaml"), KAMELET.formatted(name, transport));
    }

    /** Another patient's challenge, whose first step is due. */
    private Challenge due() {
        return due(sms(Success.DELIVERED), email());
    }

    private Challenge due(PlannedStep... steps) {
        return due(Challenges.open(steps));
    }

    private Challenge due(Challenge challenge) {
        provider.headers.clear();
        parts.jdbc().sql("delete from attempt").update();
        parts.jdbc().sql("truncate audit_entry").update();
        parts.get(ChallengeStore.class).insert(challenge);
        wake(challenge.id(), 1);
        return challenge;
    }

    private void fallBack(Challenge challenge) {
        parts.clock().advance(Duration.ofSeconds(30));
        wake(challenge.id(), now(challenge).due().orElseThrow().turn());
    }

    private void wake(UUID challenge, int turn) {
        Exchange out = camel.createFluentProducerTemplate()
                .to("direct:due")
                .withBody(challenge.toString())
                .withHeader("turn", turn)
                .send();
        assertThat(out.getException()).isNull();
    }

    private Challenge now(Challenge challenge) {
        return parts.get(ChallengeStore.class).find(challenge.id()).orElseThrow();
    }

    private List<String> kinds() {
        return parts.jdbc()
                .sql("select kind from audit_entry order by id")
                .query(String.class)
                .list();
    }

    private List<String> attempts() {
        return parts.jdbc()
                .sql("select channel || ' ' || progress from attempt")
                .query(String.class)
                .list();
    }

    /** All the providers. Public, since Camel calls it. */
    public static final class Provider {

        private final Map<String, ErrorCategory> fails = new HashMap<>();
        private final List<String> asked = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();
        private final Map<String, Object> headers = new HashMap<>();

        public void send(Exchange exchange, String channel) {
            asked.add(channel);
            texts.add(exchange.getMessage().getBody(String.class));
            headers.putAll(exchange.getMessage().getHeaders());
            // As a Kamelet may leave the message when it fails.
            exchange.getMessage().setBody("{\"provider\": \"json\"}");
            ErrorCategory category = fails.get(channel);
            if (category != null) {
                throw new OperationalException(category, "as told");
            }
            exchange.getMessage()
                    .setHeader("ProviderReference", UUID.randomUUID().toString());
        }
    }
}
