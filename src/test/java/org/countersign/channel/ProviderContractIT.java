package org.countersign.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.time.Duration;
import java.util.List;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every channel over HTTP keeps to, against a server that answers as its provider's documentation says. */
class ProviderContractIT {

    private static final String NUMBER = "+15550100";
    private static final Duration PATIENCE = Duration.ofMillis(1000);

    @RegisterExtension
    static final ProviderServer SERVER = new ProviderServer();

    @ParameterizedTest
    @EnumSource
    void aMessageIsOnePostAndTheProvidersNameForItIsTheReference(ProviderChannel provider) {
        try (ChannelRoutes routes = provider.at(SERVER.url()).start()) {
            SERVER.answer(200, provider.accepted);
            assertThat(routes.send(provider.channel, NUMBER, "Clinic: 012345 & more \"€\""))
                    .isEqualTo("ref-1");
            assertThat(SERVER.onlyRequest().getUrl()).isEqualTo(provider.path);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReplyWithoutAReferenceIsStillAYes(ProviderChannel provider) {
        try (ChannelRoutes routes = provider.at(SERVER.url()).start()) {
            SERVER.answer(200, provider.accepted.replace("ref-1", ""));
            assertThat(routes.send(provider.channel, NUMBER, "text")).isEmpty();
            SERVER.onlyRequest();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalIsToldByItsCodeAloneAndNotRepeated(ProviderChannel provider) {
        for (int status : new int[] {400, 401, 403, 404, 302}) {
            SERVER.resetAll();
            SERVER.answer(status, provider.refused);
            OperationalException failure = failure(provider, NUMBER);
            assertThat(failure.category()).as("HTTP %s", status).isEqualTo(ErrorCategory.REFUSED);
            assertThat(failure)
                    .hasMessageContaining("HTTP " + status + provider.error())
                    .hasMessageNotContaining("5550100")
                    .hasNoCause();
            SERVER.onlyRequest();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBusyProviderIsUnavailableAndNotAskedAgain(ProviderChannel provider) {
        for (int status : new int[] {408, 429, 500, 502, 503}) {
            SERVER.resetAll();
            SERVER.answer(status, "<html>+15550100</html>");
            OperationalException failure = failure(provider, NUMBER);
            assertThat(failure.category()).as("HTTP %s", status).isEqualTo(ErrorCategory.UNAVAILABLE);
            assertThat(failure).hasMessageNotContaining("5550100").hasNoCause();
            SERVER.onlyRequest();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofAConnectionThatBreaksNobodyKnowsAndNothingIsTriedAgain(ProviderChannel provider) {
        for (Fault fault : new Fault[] {Fault.CONNECTION_RESET_BY_PEER, Fault.EMPTY_RESPONSE}) {
            SERVER.resetAll();
            SERVER.answer(aResponse().withFault(fault));
            assertThat(failure(provider, NUMBER).category()).isEqualTo(ErrorCategory.TIMEOUT);
            SERVER.onlyRequest();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSlowAnswerIsATimeoutThoughItsBytesKeepComing(ProviderChannel provider) {
        int longer = (int) PATIENCE.multipliedBy(4).toMillis();
        for (ResponseDefinitionBuilder slow : List.of(
                aResponse().withBody(provider.accepted).withFixedDelay(longer),
                aResponse().withBody(provider.accepted).withChunkedDribbleDelay(20, longer))) {
            SERVER.resetAll();
            SERVER.answer(slow);
            try (ChannelRoutes routes =
                    provider.at(SERVER.url(), new ChannelRoutes(PATIENCE)).start()) {
                assertThat(failure(routes, provider, NUMBER).category()).isEqualTo(ErrorCategory.TIMEOUT);
            }
            // On a busy machine Telegram's first question may already have taken the time.
            assertThat(SERVER.requests()).hasSizeLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndlessAnswerIsCutShort(ProviderChannel provider) {
        SERVER.answer(200, "\"" + "x".repeat(100_000) + "\"");
        assertThat(failure(provider, NUMBER).category()).isEqualTo(ErrorCategory.TIMEOUT);
        SERVER.onlyRequest();
    }

    @ParameterizedTest
    @EnumSource
    void aNumberThatIsNotE164IsRefusedHere(ProviderChannel provider) {
        for (String number : new String[] {"0155501", "+1555x", "+15550100,+15550101", ""}) {
            assertThat(failure(provider, number).category()).isEqualTo(ErrorCategory.INVALID_INPUT);
        }
        assertThat(SERVER.requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aSettingThatIsMissingIsNamed(ProviderChannel provider) {
        try (ChannelRoutes routes = new ChannelRoutes().start()) {
            OperationalException failure = catchThrowableOfType(
                    OperationalException.class, () -> routes.send(provider.channel, NUMBER, "text"));
            assertThat(failure.category()).isEqualTo(ErrorCategory.INVALID_INPUT);
            assertThat(failure).hasMessageContaining("not set");
        }
    }

    private static OperationalException failure(ProviderChannel provider, String number) {
        try (ChannelRoutes routes = provider.at(SERVER.url()).start()) {
            return failure(routes, provider, number);
        }
    }

    private static OperationalException failure(ChannelRoutes routes, ProviderChannel provider, String number) {
        return catchThrowableOfType(
                OperationalException.class, () -> routes.send(provider.channel, number, "text 012345"));
    }
}
