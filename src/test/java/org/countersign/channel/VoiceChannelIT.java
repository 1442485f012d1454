package org.countersign.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.tomakehurst.wiremock.client.BasicCredentials;
import java.io.StringReader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What a call says and when. */
class VoiceChannelIT {

    private static final String CALLBACK = "https://hub.example/receipts/voice-twilio";
    private static final String TEXT =
            "Hello, this is A&B <Clinic>. Your code is: one, two, three … four, five, six. Bye.";

    @RegisterExtension
    static final ProviderServer TWILIO = new ProviderServer();

    @Test
    void withoutACallbackUrlTheWordsAreSaidAtOnceWithPausesAndTwice() throws Exception {
        Map<String, String> form = call("+15550100", "en-US", "");
        assertThat(form)
                .containsEntry("To", "+15550100")
                .containsEntry("From", "+15550199")
                .containsEntry("Timeout", "30")
                .doesNotContainKeys("SendDigits", "StatusCallback", "Url");
        assertThat(TWILIO.onlyRequest().header("Authorization").firstValue())
                .isEqualTo(new BasicCredentials("AC1", "token").asAuthorizationHeaderValue());
        Element response = xml(form.get("Twiml")).getDocumentElement();
        assertThat(verbs(response)).containsExactly("Say", "Pause", "Say", "Pause", "Pause", "Say", "Pause", "Say");
        NodeList says = response.getElementsByTagName("Say");
        assertThat(says.item(0).getTextContent())
                .isEqualTo("Hello, this is A&B <Clinic>. Your code is: one, two, three");
        assertThat(says.item(1).getTextContent()).isEqualTo("four, five, six. Bye.");
        assertThat(((Element) says.item(0)).getAttribute("language")).isEqualTo("en-US");
    }

    @Test
    void withACallbackUrlNothingOfTheTextIsSentBeforeAKeyIsPressed() throws Exception {
        Map<String, String> form = call("+15550100", "de-CH", CALLBACK);
        assertThat(form).containsEntry("StatusCallback", CALLBACK);
        String twiml = form.get("Twiml");
        assertThat(twiml).doesNotContain("three", "Clinic").hasSizeLessThan(4000);
        Element response = xml(twiml).getDocumentElement();
        assertThat(verbs(response)).containsExactly("Gather");
        Element gather = (Element) response.getFirstChild();
        assertThat(gather.getAttribute("numDigits")).isEqualTo("1");
        assertThat(gather.getAttribute("action")).startsWith(CALLBACK + "?words=");
        assertThat(verbs(gather)).containsExactly("Say", "Pause", "Say");
        assertThat(gather.getFirstChild().getTextContent()).startsWith("Drücken Sie eine beliebige Taste");
    }

    @Test
    void afterTheKeyTheWordsAreSaidByAnyHubWithTheSameKeysAndNotWhenTheyAreOldOrAltered() throws Exception {
        String twiml = call("+15550100", "es-MX", CALLBACK).get("Twiml");
        String action = ((Element) xml(twiml).getDocumentElement().getFirstChild()).getAttribute("action");
        String sealed = action.substring(action.indexOf('=') + 1);
        try (ChannelRoutes another = routes(CALLBACK)) {
            String words = words(another, sealed);
            assertThat(words).contains("language=\"es-MX\"", "one, two, three").doesNotContain("Gather");
            assertThat(words(another, sealed.substring(1)))
                    .doesNotContain("three")
                    .contains("<Hangup/>");
            assertThat(words(another, "")).contains("<Hangup/>");
            another.clock.advance(Duration.ofMinutes(11));
            assertThat(words(another, sealed)).doesNotContain("three").contains("<Hangup/>");
        }
    }

    @Test
    void anExtensionIsDialledAfterTheAnswer() {
        assertThat(call("+15550100;ext=4711", "en", ""))
                .containsEntry("To", "+15550100")
                .containsEntry("SendDigits", "wwww4711");
    }

    @Test
    void theCodeMayBeSaidOnceOrUpToFiveTimes() throws Exception {
        for (Map.Entry<String, Integer> times :
                Map.of("1", 1, "5", 5, "99", 5, "0", 1, "often", 2).entrySet()) {
            TWILIO.resetAll();
            TWILIO.answer(201, ProviderChannel.VOICE_TWILIO.accepted);
            try (ChannelRoutes routes = routes("")
                    .set("countersign.channels.voice-twilio.repeat", times.getKey())
                    .start()) {
                routes.send("voice-twilio", "+15550100", "one");
                String twiml = ProviderServer.form(TWILIO.onlyRequest()).get("Twiml");
                assertThat(xml(twiml).getElementsByTagName("Say").getLength()).isEqualTo(times.getValue());
            }
        }
    }

    @Test
    void aTextThatNobodyCanSayIsRefused() {
        try (ChannelRoutes routes = routes("")) {
            routes.bean(
                    "twiml",
                    new Twiml(
                            VoiceCatalog.read(written -> Optional.of("tlh")),
                            new org.countersign.platform.ChannelSettings(name -> null),
                            org.countersign.testing.TestKeys.ring(),
                            routes.clock));
            routes.start();
            OperationalException failure = catchThrowableOfType(
                    OperationalException.class,
                    () -> routes.send("voice-twilio", "+15550100", "nuqneH", Map.of("Locale", "tlh")));
            assertThat(failure.category()).isEqualTo(ErrorCategory.REFUSED);
            assertThat(TWILIO.requests()).isEmpty();
        }
    }

    private static Map<String, String> call(String to, String locale, String callback) {
        TWILIO.answer(201, ProviderChannel.VOICE_TWILIO.accepted);
        try (ChannelRoutes routes = routes(callback).start()) {
            assertThat(routes.send("voice-twilio", to, TEXT, Map.of("Locale", locale)))
                    .isEqualTo("ref-1");
        }
        return ProviderServer.form(TWILIO.onlyRequest());
    }

    private static ChannelRoutes routes(String callback) {
        return ProviderChannel.VOICE_TWILIO
                .at(TWILIO.url())
                .set("countersign.channels.voice-twilio.callback-url", callback);
    }

    private static String words(ChannelRoutes routes, String sealed) {
        return routes.context
                .getRegistry()
                .lookupByNameAndType("twiml", Twiml.class)
                .words(JsonNodeFactory.instance.objectNode().put("words", sealed));
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
    }

    private static java.util.List<String> verbs(Element parent) {
        NodeList children = parent.getChildNodes();
        return IntStream.range(0, children.getLength())
                .mapToObj(i -> children.item(i).getNodeName())
                .toList();
    }
}
