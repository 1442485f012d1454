package org.countersign.silent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeState;
import org.countersign.challenge.Challenges;
import org.countersign.challenge.Progress;
import org.countersign.platform.Sensitive;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.Success;
import org.countersign.policy.Transport;
import org.countersign.silent.SilentDriver.Started;
import org.countersign.testing.ApiClient;
import org.countersign.testing.MobileBrowser;
import org.countersign.testing.MobileOperator.Trouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Phones that prove themselves without a code, and those that only try to. */
class SilentAuthenticationIT extends SilentCase {

    @Test
    void aPhoneThatHasTheNumberVerifiesOnceWithoutACode() {
        Started asked = portal.start("MRN-1", MOBILE);
        assertThat(asked.link()).matches(MobileBrowser.HUB + "/silent/[A-Za-z0-9_-]{64}");
        HttpResponse<String> last = phone.comeBack(phone.atOperator(phone.leave(asked.link())));
        assertThat(last.statusCode()).isEqualTo(200);
        assertThat(last.uri().getPath()).isEqualTo(PAGE);
        assertThat(last.body()).contains("You can go back").doesNotContain(MOBILE, "MRN-1");
        portal.awaitAnswer(asked.id());

        Challenge verified = portal.challenge(asked.id());
        assertThat(verified.state()).isEqualTo(ChallengeState.VERIFIED);
        assertThat(verified.tries()).as("no code was tried").isZero();
        assertThat(portal.kinds(asked.id()))
                .containsExactly("CODE_ISSUED", "CODE_SENT", "CODE_DELIVERED", "CODE_DELIVERED", "CODE_VERIFIED");
        assertThat(portal.details(asked.id(), "CODE_VERIFIED"))
                .singleElement()
                .asString()
                .contains("\"verifier\": \"silent:silent-camara\"", "\"operator\": \"british\"", "\"tries\": \"0\"");
        assertThat(OPERATOR.asked()).containsExactly("/authorize", "/token", "/verify");
        assertThat(OPERATOR.problems()).isEmpty();
        portal.pass(WAIT);
        assertThat(phones.texts).isEmpty();
        assertThat(portal.show(asked.id()).path("state").asText()).isEqualTo("verified");
        assertThat(portal.show(asked.id()).path("silent").isNull()).isTrue();
    }

    @Test
    void theHubShowsAnOperatorWhoItIsByItsOwnKeyWhereItHasNoSecret() {
        OPERATOR.register(
                () -> phone.get(MobileBrowser.HUB + "/.well-known/jwks.json").body());
        OPERATOR.phone(IRISH);
        Started asked = portal.start("MRN-1", IRISH);
        phone.open(asked.link());
        portal.awaitAnswer(asked.id());
        assertThat(OPERATOR.problems()).isEmpty();
        assertThat(portal.challenge(asked.id()).state()).isEqualTo(ChallengeState.VERIFIED);
    }

    @Test
    void whenNobodyOpensTheAddressTheWaitEndsAndTheAddressDies() {
        Started asked = portal.start("MRN-1", MOBILE);
        portal.pass(WAIT.minusSeconds(1));
        assertThat(phones.texts).isEmpty();
        portal.pass(Duration.ofSeconds(1));
        assertThat(phones.texts).hasSize(1);
        phone.open(asked.link());
        portal.pass(Duration.ofSeconds(1));
        assertThat(OPERATOR.asked()).as("it goes there and back as ever").containsExactly("/authorize");
        assertThat(portal.challenge(asked.id()).state()).isEqualTo(ChallengeState.OPEN);
    }

    @Test
    void aLateYesVerifiesWhileTheChallengeIsOpen() {
        Started asked = portal.start("MRN-1", MOBILE);
        String callback = phone.atOperator(phone.leave(asked.link()));
        portal.pass(WAIT);
        assertThat(phones.texts).hasSize(1);
        phone.comeBack(callback);
        portal.awaitAnswer(asked.id());
        assertThat(portal.challenge(asked.id()).state()).isEqualTo(ChallengeState.VERIFIED);
    }

    @Test
    void aLateYesAfterTheEndDoesNothing() {
        Started asked = portal.start("MRN-1", MOBILE);
        String callback = phone.atOperator(phone.leave(asked.link()));
        portal.post(asked.id(), "cancel", "{\"reason\":\"signed-out\"}");
        assertThat(phone.comeBack(callback).uri().getPath()).isEqualTo(PAGE);
        Started other = portal.start("MRN-2", MOBILE);
        phone.open(other.link());
        portal.awaitAnswer(other.id());
        assertThat(portal.challenge(asked.id()).state()).isEqualTo(ChallengeState.CANCELLED);
        assertThat(OPERATOR.asked()).as("one of two was asked about").containsOnlyOnce("/token", "/verify");
    }

    @Test
    void ofManyThatPlayACallbackBackOneIsHeard() throws Exception {
        Started asked = portal.start("MRN-1", MOBILE);
        String callback = phone.atOperator(phone.leave(asked.link()));
        List<HttpResponse<String>> answers = race(16, () -> phone.get(callback));
        portal.awaitAnswer(asked.id());
        assertThat(answers).allMatch(answer -> MobileBrowser.location(answer).equals(DONE));
        assertThat(OPERATOR.asked()).containsOnlyOnce("/token", "/verify");
        assertThat(portal.challenge(asked.id()).state()).isEqualTo(ChallengeState.VERIFIED);
    }

    @Test
    void ofManyThatOpenTheAddressOneCounts() throws Exception {
        Started asked = portal.start("MRN-1", MOBILE);
        List<MobileBrowser> browsers =
                Stream.generate(() -> new MobileBrowser(port)).limit(16).toList();
        var next = browsers.iterator();
        List<String> ends = race(16, () -> {
            MobileBrowser one;
            synchronized (browsers) {
                one = next.next();
            }
            return one.open(asked.link());
        });
        portal.awaitAnswer(asked.id());
        assertThat(ends).allMatch(end -> end.endsWith(PAGE));
        assertThat(OPERATOR.asked()).filteredOn("/authorize"::equals).hasSize(16);
        assertThat(OPERATOR.asked()).containsOnlyOnce("/token", "/verify");
        assertThat(portal.challenge(asked.id()).state()).isEqualTo(ChallengeState.VERIFIED);
    }

    @Test
    void aForgedStateIsRefused() {
        Started asked = portal.start("MRN-1", MOBILE);
        String callback = phone.atOperator(phone.leave(asked.link()));
        String state = callback.replaceFirst(".*[?&]state=([^&]*).*", "$1");
        for (String forged :
                List.of("", "x", state + "A", state.substring(1), "A".repeat(state.length()), "A".repeat(5000))) {
            assertThat(MobileBrowser.location(phone.get(callback.replace(state, forged))))
                    .isEqualTo(DONE);
        }
        assertThat(MobileBrowser.location(phone.get(MobileBrowser.HUB + "/silent/callback")))
                .isEqualTo(DONE);
        assertThat(OPERATOR.asked()).containsExactly("/authorize");
        assertThat(portal.challenge(asked.id()).progress().getFirst()).isEqualTo(Progress.SENT);
    }

    /** Who has a code of their own phone, and the state of another's challenge. */
    @Test
    void aCodeOfOneChallengeDoesNotVerifyAnother() {
        Started mine = portal.start("MRN-1", MOBILE);
        Started theirs = portal.start("MRN-2", MOBILE);
        MobileBrowser other = new MobileBrowser(port);
        String code = phone.atOperator(phone.leave(mine.link())).replaceFirst(".*[?&]code=([^&]*).*", "$1");
        String callback = other.atOperator(other.leave(theirs.link()));
        other.get(callback.replaceFirst("code=[^&]*", "code=" + code));
        portal.awaitAnswer(theirs.id());
        assertThat(portal.details(theirs.id(), "SEND_FAILED"))
                .singleElement()
                .asString()
                .contains("invalid_grant");
        assertThat(portal.challenge(mine.id()).state()).isEqualTo(ChallengeState.OPEN);
        assertThat(OPERATOR.asked()).doesNotContain("/verify");
    }

    /** Who is lured to the operator's address by somebody that opened the hub's. */
    @Test
    void theBrowserThatComesBackMustBeTheOneThatLeft() {
        Started asked = portal.start("MRN-1", MOBILE);
        String callback = phone.atOperator(phone.leave(asked.link()));
        new MobileBrowser(port).get(callback);
        awaitTexts(1);
        assertThat(portal.details(asked.id(), "SEND_FAILED"))
                .singleElement()
                .asString()
                .contains("another browser came back");
        assertThat(OPERATOR.asked()).containsExactly("/authorize");
    }

    @Test
    void anotherIssuersAnswerIsRefused() {
        Started asked = portal.start("MRN-1", MOBILE);
        String callback = phone.atOperator(phone.leave(asked.link()));
        phone.get(callback.replaceFirst("iss=[^&]*", "iss=https%3A%2F%2Fevil.example"));
        awaitTexts(1);
        assertThat(portal.details(asked.id(), "SEND_FAILED"))
                .singleElement()
                .asString()
                .contains("another issuer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "https://evil.example/", "https://portal.example.evil.example/x", "android-app://x", "::"})
    void anAddressIsOpenedFromThePortalsPageAlone(String referer) {
        Started asked = portal.start("MRN-1", MOBILE);
        HttpResponse<String> answer =
                referer.isEmpty() ? phone.get(asked.link()) : phone.get(asked.link(), "Referer", referer);
        assertThat(answer.statusCode()).isEqualTo(403);
        phone.open(asked.link());
        portal.awaitAnswer(asked.id());
        assertThat(portal.challenge(asked.id()).state())
                .as("it was not used up")
                .isEqualTo(ChallengeState.VERIFIED);
    }

    @Test
    void whoOnlyLooksOpensNothing() {
        Started asked = portal.start("MRN-1", MOBILE);
        assertThat(phone.send("HEAD", asked.link(), "Referer", MobileBrowser.PORTAL)
                        .statusCode())
                .isEqualTo(405);
        assertThat(phone.get(asked.link(), "Referer", MobileBrowser.PORTAL, "Sec-Purpose", "prefetch;prerender")
                        .statusCode())
                .isEqualTo(503);
        assertThat(portal.challenge(asked.id()).progress().getFirst()).isEqualTo(Progress.ACCEPTED);
        assertThat(phone.leave(MobileBrowser.HUB + "/silent/" + "A".repeat(64)).statusCode())
                .isEqualTo(404);
        assertThat(phone.leave(MobileBrowser.HUB + "/silent/x").statusCode()).isEqualTo(404);
    }

    @Test
    void thePhoneGoesBackToAUrlThatIsConfiguredAndToNoOther() {
        String back = MobileBrowser.PORTAL + "/back";
        Started asked = portal.start("MRN-1", MOBILE);
        for (String wrong :
                List.of("https://evil.example/", "//evil.example", "/refills", back + "?x=1", back + "/..")) {
            assertThat(phone.leave(asked.link() + "?return=" + wrong.replace("?", "%3F"))
                            .statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        String callback = phone.atOperator(phone.leave(asked.link() + "?return=" + back));
        assertThat(MobileBrowser.location(phone.get(callback))).isEqualTo(back);
        portal.awaitAnswer(asked.id());
        assertThat(portal.challenge(asked.id()).state()).isEqualTo(ChallengeState.VERIFIED);
        assertThat(MobileBrowser.location(phone.leave(asked.link() + "?return=" + back)))
                .as("it is over")
                .isEqualTo(back);
        // Though the hub itself had sealed it.
        String sealed = states.seal(new SilentState(asked.id(), 0, true, "british", "https://evil.example/"));
        assertThat(MobileBrowser.location(phone.get(MobileBrowser.HUB + "/silent/callback?code=1&state=" + sealed)))
                .isEqualTo(DONE);
    }

    @Test
    void aPageThatIsFasterThanTheHubWaitsForIt() throws Exception {
        Started asked = portal.ask("MRN-1", MOBILE);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<String> end = threads.submit(() -> phone.open(asked.link()));
            portal.wake();
            assertThat(end.get()).endsWith(PAGE);
        }
        portal.awaitAnswer(asked.id());
        assertThat(portal.challenge(asked.id()).state()).isEqualTo(ChallengeState.VERIFIED);
    }

    @Test
    void aNumberOfNoOperatorIsNotCoveredAndTheNextStepIsSentAtOnce() {
        Started asked = portal.start("MRN-1", AMERICAN);
        assertThat(phones.texts).hasSize(1);
        assertThat(portal.details(asked.id(), "SEND_FAILED"))
                .singleElement()
                .asString()
                .contains("silent-camara: not covered: the number is of no operator that is configured");
        assertThat(MobileBrowser.location(phone.leave(asked.link()))).isEqualTo(DONE);
        assertThat(OPERATOR.asked()).isEmpty();
    }

    @Test
    void aPhoneThatIsOnNoNetworkOfItsOperatorFallsBackAtOnce() {
        Started asked = portal.start("MRN-1", FRENCH);
        assertThat(phones.texts).as("its number is covered").isEmpty();
        assertThat(MobileBrowser.location(phone.leave(asked.link()))).isEqualTo(DONE);
        awaitTexts(1);
        assertThat(portal.details(asked.id(), "SEND_FAILED"))
                .singleElement()
                .asString()
                .contains("the phone is on no network of its operator");
    }

    @Test
    void whereNoPortalAskedNobodyCanOpenAnAddress() {
        PlannedStep silent = new PlannedStep(Transport.SILENT, Sensitive.of(MOBILE), WAIT, Success.VERIFIED);
        Challenge challenge = Challenges.open(silent, Challenges.sms(Success.VERIFIED));
        clock.advance(Duration.between(clock.instant(), Challenges.START));
        store.insert(challenge);
        wakeUps.challenge(challenge.id(), 1, Challenges.START);
        portal.wake();
        assertThat(phones.texts).hasSize(1);
        assertThat(portal.details(challenge.id(), "SEND_FAILED"))
                .singleElement()
                .asString()
                .contains("not covered: no portal asked for it");
        assertThat(portal.show(challenge.id()).path("silent").isNull()).isTrue();
    }

    @Test
    void whereThePolicyHasNoSilentStepThereIsNoAddress() {
        Started asked = portal.ask("staff", "E-7", MOBILE);
        assertThat(ApiClient.json(asked.answer()).get("silent").isNull()).isTrue();
    }

    /** Sent, blocked by the limits of the number, and withheld. */
    @Test
    void aDecoyAndANumberThatHasHadItsMessagesLookTheSame() {
        List<String> sent = life("MRN-1", MOBILE, portal.start("MRN-1", MOBILE));
        for (int n = 2; n <= 6; n++) {
            portal.start("MRN-" + n, ANOTHER);
        }
        Started blocked = portal.start("MRN-7", ANOTHER);
        assertThat(portal.kinds(blocked.id())).contains("SEND_FAILED");
        assertThat(life("MRN-7", ANOTHER, blocked)).isEqualTo(sent);
        Started decoy = portal.start("MRN-8", LANDLINE);
        assertThat(portal.kinds(decoy.id())).containsExactly("CODE_WITHHELD");
        assertThat(life("MRN-8", LANDLINE, decoy)).isEqualTo(sent);
        assertThat(OPERATOR.problems()).isEmpty();
    }

    /** All that a client and a phone that is not the person's can see, with what differs for any two taken out. */
    private List<String> life(String person, String number, Started asked) {
        OPERATOR.trouble(at("/authorize", 302, "login_required"));
        MobileBrowser one = new MobileBrowser(port);
        List<String> seen = new ArrayList<>();
        seen.add(shape(asked.answer().body(), asked, person));
        HttpResponse<String> left = one.leave(asked.link());
        seen.add(left.statusCode() + " " + left.headers().map().keySet());
        seen.add(MobileBrowser.location(left).replaceAll("(state|nonce|code_challenge)=[A-Za-z0-9_-]+", "$1"));
        seen.add(Integer.toString(MobileBrowser.location(left).length()));
        HttpResponse<String> back = one.get(one.atOperator(left));
        seen.add(back.statusCode() + " " + back.headers().map().keySet() + MobileBrowser.location(back));
        HttpResponse<String> again = one.leave(asked.link());
        seen.add(again.statusCode() + " " + again.headers().map().keySet());
        seen.add(shape(portal.show(asked.id()).toString(), asked, person));
        seen.add(portal.post(asked.id(), "check", "{\"code\":\"000000\"}").body());
        OPERATOR.trouble(Trouble.NONE);
        assertThat(seen.toString()).doesNotContain(number.substring(3));
        return seen;
    }

    private static String shape(String answer, Started asked, String person) {
        return answer.replace(asked.id().toString(), "ID")
                .replace(asked.link(), "LINK")
                .replaceAll("\"tag\":\"[A-Z]{3}\"", "TAG")
                .replaceAll("Patient/[0-9a-f]{32}", "ACT");
    }

    private static <T> List<T> race(int times, Callable<T> each) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(times);
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            List<Future<T>> results = new ArrayList<>();
            for (int n = 0; n < times; n++) {
                results.add(threads.submit(() -> {
                    barrier.await();
                    return each.call();
                }));
            }
            List<T> all = new ArrayList<>();
            for (Future<T> result : results) {
                all.add(result.get());
            }
            return all;
        }
    }
}
