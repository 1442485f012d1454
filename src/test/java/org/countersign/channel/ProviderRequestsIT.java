package org.countersign.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.BasicCredentials;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The request that each provider gets, member by member. */
class ProviderRequestsIT {

    private static final String NUMBER = "+15550100";
    private static final String TEXT = "Klinik: 012345 & \"mehr\" €\n@x #012345";
    private static final String TEXT_JSON = "\"Klinik: 012345 & \\\"mehr\\\" €\\n@x #012345\"";

    @RegisterExtension
    static final ProviderServer SERVER = new ProviderServer();

    @ParameterizedTest
    @CsvSource({"SMS_VONAGE,sms", "RCS_VONAGE,rcs"})
    void vonageGetsTheTextWithItsSenderAndOurReference(ProviderChannel provider, String name) {
        LoggedRequest request = send(provider, Map.of("callback-url", "https://hub.example/receipts/x"));
        assertThat(body(request))
                .isEqualTo(json("{\"message_type\": \"text\", \"channel\": \"" + name + "\", \"to\": \"15550100\","
                        + " \"from\": \"CLINIC\", \"text\": " + TEXT_JSON + ", \"client_ref\": \"4f1c/1\","
                        + " \"webhook_url\": \"https://hub.example/receipts/x\", \"webhook_version\": \"v1\"}"));
        assertThat(authorization(request))
                .isEqualTo(new BasicCredentials("a1b2c3d", "s3cret").asAuthorizationHeaderValue());
    }

    @Test
    void viberIsToldThatItIsATransactionAndWhenItIsTooLate() {
        LoggedRequest request = send(ProviderChannel.VIBER_VONAGE, Map.of());
        assertThat(body(request))
                .isEqualTo(json("{\"message_type\": \"text\", \"channel\": \"viber_service\", \"to\": \"15550100\","
                        + " \"from\": \"CLINIC\", \"text\": " + TEXT_JSON + ", \"client_ref\": \"4f1c/1\","
                        + " \"webhook_version\": \"v1\","
                        + " \"viber_service\": {\"category\": \"transaction\", \"ttl\": 300}}"));
    }

    @Test
    void eightByEightGetsTheTextAndWhereToReport() {
        LoggedRequest request =
                send(ProviderChannel.SMS_8X8, Map.of("callback-url", "https://hub.example/receipts/sms-8x8"));
        assertThat(body(request))
                .isEqualTo(json("{\"source\": \"CLINIC\", \"destination\": \"+15550100\", \"text\": " + TEXT_JSON
                        + ", \"encoding\": \"AUTO\", \"clientMessageId\": \"4f1c/1\","
                        + " \"dlrCallbackUrl\": \"https://hub.example/receipts/sms-8x8\"}"));
        assertThat(authorization(request)).isEqualTo("Bearer key");
    }

    @Test
    void whatEightByEightRejectsWithHttp200IsRefused() {
        SERVER.answer(
                200, "{\"umid\": \"u\", \"status\": {\"code\": \"REJECTED\", \"description\": \"Invalid +15550100\"}}");
        OperationalException failure = failure(ProviderChannel.SMS_8X8);
        assertThat(failure.category()).isEqualTo(ErrorCategory.REFUSED);
        assertThat(failure).hasMessageNotContaining("5550100");
    }

    @ParameterizedTest
    @CsvSource({"en-US,en_US", "en-GB,en_US", "es-MX,es_MX", "es-AR,es", "pt,pt_BR", "ar,en_US"})
    void metaGetsTheCodeTwiceInTheTemplateOfTheLanguageAndNotTheText(String locale, String language) {
        LoggedRequest request = send(
                ProviderChannel.WHATSAPP_META, Map.of("languages", "en_US, es_MX es pt_BR"), Map.of("Locale", locale));
        String code = "\"parameters\": [{\"type\": \"text\", \"text\": \"012345\"}]";
        assertThat(body(request))
                .isEqualTo(json("{\"messaging_product\": \"whatsapp\", \"recipient_type\": \"individual\","
                        + " \"to\": \"+15550100\", \"type\": \"template\", \"template\": {"
                        + "\"name\": \"verification_code\", \"language\": {\"code\": \"" + language + "\"},"
                        + " \"components\": [{\"type\": \"body\", " + code + "},"
                        + " {\"type\": \"button\", \"sub_type\": \"url\", \"index\": \"0\", " + code + "}]}}"));
        assertThat(authorization(request)).isEqualTo("Bearer EAAJB");
    }

    @ParameterizedTest
    @CsvSource({"en-US,HX1", "es-MX,HX3", "es-AR,HX2", "ar,HX1"})
    void twilioGetsTheCodeInTheTemplateOfTheLanguage(String locale, String template) {
        LoggedRequest request = send(
                ProviderChannel.WHATSAPP_TWILIO,
                Map.of("content-sid-es", "HX2", "content-sid-es-MX", "HX3"),
                Map.of("Locale", locale));
        assertThat(ProviderServer.form(request))
                .isEqualTo(Map.of(
                        "To", "whatsapp:+15550100",
                        "From", "whatsapp:+15550199",
                        "ContentSid", template,
                        "ContentVariables", "{\"1\":\"012345\"}"));
    }

    @Test
    void telegramIsAskedWhetherTheNumberHasTelegramAndTheCodeFollowsFree() {
        LoggedRequest request = send(
                ProviderChannel.TELEGRAM_GATEWAY,
                Map.of("sender-username", "clinic", "callback-url", "https://hub.example/receipts/telegram-gateway"));
        assertThat(body(request))
                .isEqualTo(json("{\"phone_number\": \"+15550100\", \"request_id\": \"req-7\","
                        + " \"sender_username\": \"clinic\", \"code\": \"012345\", \"payload\": \"4f1c/1\","
                        + " \"callback_url\": \"https://hub.example/receipts/telegram-gateway\", \"ttl\": 300}"));
        List<LoggedRequest> asked = SERVER.findAll(postRequestedFor(urlEqualTo(ProviderServer.ABILITY)));
        assertThat(asked).hasSize(1);
        assertThat(body(asked.getFirst())).isEqualTo(json("{\"phone_number\": \"+15550100\"}"));
        assertThat(authorization(asked.getFirst())).isEqualTo("Bearer AAEAAA");
    }

    @Test
    void aNumberWithoutTelegramIsRefusedBeforeAnythingIsSent() {
        SERVER.stubFor(post(anyUrl())
                .willReturn(okJson("{\"ok\": false, \"error\": \"PHONE_NUMBER_INVALID\", \"n\": \"+15550100\"}")));
        OperationalException failure = failure(ProviderChannel.TELEGRAM_GATEWAY);
        assertThat(failure.category()).isEqualTo(ErrorCategory.REFUSED);
        assertThat(failure).hasMessageContaining("PHONE_NUMBER_INVALID").hasMessageNotContaining("5550100");
        assertThat(SERVER.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SMS_WEBHOOK,+15550100", "VOICE_PBX,+15550100;ext=42"})
    void aGatewayOfTheHospitalsOwnGetsTheTextSigned(ProviderChannel provider, String to) throws Exception {
        LoggedRequest request = send(provider, to, Map.of(), Map.of());
        assertThat(body(request))
                .isEqualTo(json("{\"type\": \"countersign.message\", \"data\": {\"reference\": \"4f1c/1\","
                        + " \"transport\": \"sms\", \"to\": \"" + to + "\", \"locale\": \"en-US\","
                        + " \"text\": " + TEXT_JSON + "}}"));
        assertThat(request.header("webhook-id").firstValue()).isEqualTo("4f1c/1");
        String time = request.header("webhook-timestamp").firstValue();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[24], "HmacSHA256"));
        mac.update(("4f1c/1." + time + ".").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(request.header("webhook-signature").firstValue())
                .isEqualTo("v1," + java.util.Base64.getEncoder().encodeToString(mac.doFinal(request.getBody())));
    }

    /** Each provider's member for who a message is from, with its default. */
    @ParameterizedTest
    @CsvSource({
        "SMS_VONAGE,/from,CLINIC",
        "VIBER_VONAGE,/from,CLINIC",
        "RCS_VONAGE,/from,CLINIC",
        "SMS_8X8,/source,CLINIC",
        "SMS_WEBHOOK,/data/from,CLINIC",
        "VOICE_PBX,/data/from,CLINIC"
    })
    void theSenderOfTheMessageComesBeforeThatOfTheChannel(ProviderChannel provider, String member, String ours) {
        Map<String, String> from = Map.of("from", ours);
        assertThat(body(send(provider, from, Map.of("Sender", "ONCOLOGY")))
                        .at(member)
                        .asText())
                .isEqualTo("ONCOLOGY");
        SERVER.resetRequests();
        assertThat(body(send(provider, from)).at(member).asText()).isEqualTo(ours);
    }

    @Test
    void callsAndWhatsAppAreFromTheNumberOfTheMessage() {
        Map<String, Object> sender = Map.of("Sender", "+15550177");
        assertThat(ProviderServer.form(send(ProviderChannel.VOICE_TWILIO, Map.of(), sender)))
                .containsEntry("From", "+15550177");
        SERVER.resetRequests();
        assertThat(ProviderServer.form(send(ProviderChannel.WHATSAPP_TWILIO, Map.of(), sender)))
                .containsEntry("From", "whatsapp:+15550177");
        SERVER.resetRequests();
        assertThat(send(ProviderChannel.WHATSAPP_META, Map.of(), Map.of("Sender", "200"))
                        .getUrl())
                .isEqualTo("/v23.0/200/messages");
    }

    private static LoggedRequest send(ProviderChannel provider, Map<String, String> settings) {
        return send(provider, settings, Map.of());
    }

    private static LoggedRequest send(
            ProviderChannel provider, Map<String, String> settings, Map<String, Object> headers) {
        return send(provider, NUMBER, settings, headers);
    }

    private static LoggedRequest send(
            ProviderChannel provider, String to, Map<String, String> settings, Map<String, Object> headers) {
        SERVER.answer(200, provider.accepted);
        try (ChannelRoutes routes = provider.at(SERVER.url())) {
            settings.forEach(
                    (name, value) -> routes.set("countersign.channels." + provider.channel + "." + name, value));
            assertThat(routes.start().send(provider.channel, to, TEXT, headers)).isEqualTo("ref-1");
        }
        return SERVER.onlyRequest();
    }

    private static OperationalException failure(ProviderChannel provider) {
        try (ChannelRoutes routes = provider.at(SERVER.url()).start()) {
            return catchThrowableOfType(OperationalException.class, () -> routes.send(provider.channel, NUMBER, TEXT));
        }
    }

    private static com.fasterxml.jackson.databind.JsonNode body(LoggedRequest request) {
        return json(request.getBodyAsString());
    }

    private static com.fasterxml.jackson.databind.JsonNode json(String text) {
        return ProviderServer.json(text);
    }

    private static String authorization(LoggedRequest request) {
        return request.header("Authorization").firstValue();
    }
}
