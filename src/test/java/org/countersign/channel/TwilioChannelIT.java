package org.countersign.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.BasicCredentials;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TwilioChannelIT {

    @RegisterExtension
    static final WireMockExtension TWILIO = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    private static final String NUMBER = "+15550100";
    private static final String CALLBACK = "https://hub.example/receipts/twilio";

    private ChannelRoutes routes = routes("+15550199", CALLBACK);

    @AfterEach
    void stop() {
        routes.close();
    }

    @Test
    void aMessageIsOnePostWithItsFieldsAndItsSidIsTheReference() {
        answer(aResponse().withStatus(201).withBody("{\"sid\": \"SM123\", \"status\": \"queued\"}"));
        assertThat(routes.send("sms-twilio", NUMBER, "Klinik: 012345 & mehr €")).isEqualTo("SM123");
        LoggedRequest request = onlyRequest();
        assertThat(request.getUrl()).isEqualTo("/2010-04-01/Accounts/AC1/Messages.json");
        assertThat(field(request, "To")).isEqualTo(NUMBER);
        assertThat(field(request, "From")).isEqualTo("+15550199");
        assertThat(field(request, "Body")).isEqualTo("Klinik: 012345 & mehr €");
        assertThat(field(request, "StatusCallback")).isEqualTo(CALLBACK);
        assertThat(request.header("Authorization").firstValue())
                .isEqualTo(new BasicCredentials("AC1", "token").asAuthorizationHeaderValue());
    }

    @Test
    void aMessagingServiceMayStandForTheSender() {
        routes.close();
        routes = routes("MG" + "7".repeat(32), "");
        answer(aResponse().withStatus(201).withBody("{\"sid\": \"SM123\"}"));
        routes.send("sms-twilio", NUMBER, "text");
        assertThat(field(onlyRequest(), "MessagingServiceSid")).isEqualTo("MG" + "7".repeat(32));
        assertThat(onlyRequest().getFormParameters()).doesNotContainKeys("From", "StatusCallback");
    }

    @Test
    void theSenderOfTheMessageComesBeforeThatOfTheAccountAndANameThatBeginsWithMgIsOne() {
        answer(aResponse().withStatus(201).withBody("{\"sid\": \"SM123\"}"));
        routes.send("sms-twilio", NUMBER, "text", Map.of("Sender", "MGH"));
        assertThat(field(onlyRequest(), "From")).isEqualTo("MGH");
    }

    @ParameterizedTest
    @CsvSource({"500,UNAVAILABLE", "502,UNAVAILABLE", "503,UNAVAILABLE", "429,UNAVAILABLE", "400,REFUSED", "401,REFUSED"
    })
    void whateverTwilioAnswersThereIsOnlyOnePost(int status, ErrorCategory category) {
        answer(aResponse()
                .withStatus(status)
                .withBody("{\"code\": 21211, \"message\": \"The number +15550100 is not valid\", \"status\": " + status
                        + "}"));
        OperationalException failure = failure();
        assertThat(failure.category()).isEqualTo(category);
        assertThat(failure).hasMessageNotContaining("5550100").hasNoCause();
        onlyRequest();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK"})
    void aConnectionThatBreaksIsNotTriedAgain(Fault fault) {
        answer(aResponse().withFault(fault));
        assertThat(failure().category()).isEqualTo(ErrorCategory.TIMEOUT);
        onlyRequest();
    }

    private static ChannelRoutes routes(String from, String callback) {
        var settings =
                new TwilioSettings(URI.create("http://127.0.0.1:" + TWILIO.getPort()), "AC1", "token", from, callback);
        return new ChannelRoutes()
                .bean("twilioRestClient", SinglePostClient.connect(settings))
                .bean("twilioFields", new TwilioFields(settings))
                .start();
    }

    private static void answer(ResponseDefinitionBuilder response) {
        TWILIO.stubFor(post(anyUrl()).willReturn(response));
    }

    private OperationalException failure() {
        return catchThrowableOfType(OperationalException.class, () -> routes.send("sms-twilio", NUMBER, "text 012345"));
    }

    private static LoggedRequest onlyRequest() {
        List<LoggedRequest> requests = TWILIO.findAll(postRequestedFor(anyUrl()));
        assertThat(requests).hasSize(1);
        return requests.getFirst();
    }

    private static String field(LoggedRequest request, String name) {
        return request.getFormParameters().get(name).firstValue();
    }
}
