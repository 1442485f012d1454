package org.countersign.silent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.countersign.challenge.ChallengeState;
import org.countersign.silent.SilentDriver.Started;
import org.countersign.testing.MobileOperator.Trouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way in which an operator says no, by CAMARA's and OAuth's specifications, and in which it says nothing. */
class SilentRefusalIT extends SilentCase {

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        at("/authorize", 302, "login_required"), "REFUSED", "the operator answered login_required"),
                Arguments.of(at("/authorize", 302, "interaction_required"), "REFUSED", "interaction_required"),
                Arguments.of(at("/authorize", 302, "access_denied"), "REFUSED", "access_denied"),
                Arguments.of(at("/authorize", 302, "consent_required"), "REFUSED", "consent_required"),
                Arguments.of(at("/authorize", 302, "invalid_request"), "REFUSED", "invalid_request"),
                Arguments.of(at("/authorize", 302, "unauthorized_client"), "REFUSED", "unauthorized_client"),
                Arguments.of(
                        at("/authorize", 302, "unsupported_response_type"), "REFUSED", "unsupported_response_type"),
                Arguments.of(at("/authorize", 302, "invalid_scope"), "REFUSED", "invalid_scope"),
                Arguments.of(at("/authorize", 302, "server_error"), "UNAVAILABLE", "server_error"),
                Arguments.of(
                        at("/authorize", 302, "temporarily_unavailable"), "UNAVAILABLE", "temporarily_unavailable"),
                Arguments.of(at("/authorize", 302, "447400123456"), "REFUSED", "answered an error of its own"),
                Arguments.of(at("/token", 400, "{\"error\":\"invalid_grant\"}"), "REFUSED", "HTTP 400 invalid_grant"),
                Arguments.of(at("/token", 401, "{\"error\":\"invalid_client\"}"), "REFUSED", "HTTP 401 invalid_client"),
                Arguments.of(at("/token", 429, ""), "UNAVAILABLE", "HTTP 429"),
                Arguments.of(at("/token", 500, "<html>"), "UNAVAILABLE", "HTTP 500"),
                Arguments.of(at("/token", 200, "<html>"), "UNAVAILABLE", "no JSON"),
                Arguments.of(
                        at("/token", 200, "{\"access_token\":\"x y\",\"token_type\":\"Bearer\"}"),
                        "UNAVAILABLE",
                        "no bearer"),
                Arguments.of(
                        at(
                                "/token",
                                200,
                                "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"id_token\":\"eyJhbGciOiJub25lIn0.e30.\"}"),
                        "REFUSED",
                        "ID token for another"),
                Arguments.of(at("/token", 0, ""), "TIMEOUT", "no answer"),
                Arguments.of(new Trouble("/token", 200, "{}", Duration.ofMillis(5500)), "TIMEOUT", "no answer in time"),
                Arguments.of(camara(400, "INVALID_ARGUMENT"), "REFUSED", "HTTP 400, error INVALID_ARGUMENT"),
                Arguments.of(camara(400, "OUT_OF_RANGE"), "REFUSED", "HTTP 400, error OUT_OF_RANGE"),
                Arguments.of(camara(401, "UNAUTHENTICATED"), "REFUSED", "HTTP 401, error UNAUTHENTICATED"),
                Arguments.of(camara(403, "PERMISSION_DENIED"), "REFUSED", "HTTP 403, error PERMISSION_DENIED"),
                Arguments.of(
                        camara(403, "NUMBER_VERIFICATION.USER_NOT_AUTHENTICATED_BY_MOBILE_NETWORK"),
                        "REFUSED",
                        "HTTP 403, error NUMBER_VERIFICATION.USER_NOT_AUTHENTICATED_BY_MOBILE_NETWORK"),
                Arguments.of(camara(429, "TOO_MANY_REQUESTS"), "UNAVAILABLE", "HTTP 429, error TOO_MANY_REQUESTS"),
                Arguments.of(camara(500, "INTERNAL"), "UNAVAILABLE", "HTTP 500, error INTERNAL"),
                Arguments.of(camara(503, "UNAVAILABLE"), "UNAVAILABLE", "HTTP 503, error UNAVAILABLE"),
                Arguments.of(at("/verify", 200, "<html>"), "UNAVAILABLE", "did not say"),
                Arguments.of(at("/verify", 200, "{\"devicePhoneNumberVerified\":null}"), "UNAVAILABLE", "did not say"),
                Arguments.of(
                        at("/verify", 200, "{\"devicePhoneNumberVerified\":false}"),
                        "REFUSED",
                        "the phone has another number"),
                Arguments.of(at("/verify", 0, ""), "TIMEOUT", "gave no answer"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whateverIsRefusedTheNextStepIsSentAtOnceAndOnce(Trouble trouble, String category, String reason) {
        OPERATOR.trouble(trouble);
        Started asked = portal.start("MRN-1", MOBILE);
        String callback = phone.atOperator(phone.leave(asked.link()));
        assertThat(phone.comeBack(callback).uri().getPath()).isEqualTo(PAGE);
        portal.awaitAnswer(asked.id());
        awaitTexts(1);
        assertThat(portal.challenge(asked.id()).state()).isEqualTo(ChallengeState.OPEN);
        assertThat(portal.details(asked.id(), "SEND_FAILED"))
                .singleElement()
                .asString()
                .contains("\"category\": \"" + category + "\"", reason, "\"transport\": \"silent\"", "silent-camara: ")
                .doesNotContain("7400123456");

        OPERATOR.trouble(Trouble.NONE);
        List<String> asksSoFar = List.copyOf(OPERATOR.asked());
        phone.get(callback);
        portal.pass(WAIT);
        assertThat(OPERATOR.asked()).as("what is played back asks nobody").isEqualTo(asksSoFar);
        assertThat(phones.texts).as("one SMS").hasSize(1);
        assertThat(portal.kinds(asked.id())).doesNotContain("CODE_VERIFIED");
    }

    @Test
    void anotherPhonesNumberIsNoProof() {
        OPERATOR.phone(ANOTHER);
        Started asked = portal.start("MRN-1", MOBILE);
        phone.open(asked.link());
        awaitTexts(1);
        assertThat(portal.details(asked.id(), "SEND_FAILED"))
                .singleElement()
                .asString()
                .contains("the phone has another number");
    }
}
