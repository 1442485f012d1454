package org.countersign.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeState;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.ChallengeTransitions;
import org.countersign.challenge.Challenges;
import org.countersign.challenge.CodeDeriver;
import org.countersign.challenge.Progress;
import org.countersign.policy.Success;
import org.countersign.testing.ApiClient;
import org.countersign.testing.Browser;
import org.countersign.testing.MutableClock;
import org.countersign.testing.WebHub;
import org.countersign.testing.WebVisitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The page of the refills, in Chromium. */
@SpringBootTest(
        classes = WebHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"countersign.api.key=" + ApiClient.KEY, "countersign.console.password=" + WebHub.PASSWORD})
class RefillsPageIT {

    @LocalServerPort
    private int port;

    @Autowired
    private ChallengeStore store;

    @Autowired
    private ChallengeArbiter arbiter;

    @Autowired
    private CodeDeriver deriver;

    @Autowired
    private MutableClock clock;

    @Autowired
    private SignInThrottle throttle;

    @Autowired
    private JdbcClient jdbc;

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private Page page;

    @BeforeEach
    void openABrowser() {
        jdbc.sql("delete from challenge").update();
        throttle.forget("pharmacist", "127.0.0.1");
        page = open(1280, 800);
    }

    @AfterEach
    void close() {
        page.context().close();
        clock.advance(Duration.between(clock.instant(), WebHub.START));
    }

    @Test
    void aWrongCodeIsSaidSoAndTheRightOneVerifies() {
        Challenge challenge = delivered(refill("Ada Everywoman", "00093-3109 Amoxicillin 500 mg capsule"));
        refill("Bo Everyman", "Metformin 850 mg");
        page.navigate(url("/"));
        Browser.photograph(page, "sign-in");
        signIn(page);
        Locator card = card(challenge);
        assertThat(card).containsText("Ada Everywoman");
        assertThat(card).containsText("Amoxicillin");
        assertThat(card).containsText("30 capsules");
        assertThat(card).containsText("KQX");
        assertThat(card).containsText("5:00 left");
        assertThat(card.locator(".steps li").first()).hasText("SMS delivered");
        Browser.photograph(page, "refills-waiting");

        field(challenge).fill(wrong(challenge));
        field(challenge).press("Enter");
        assertThat(card.locator(".answer")).hasText("Not right. 2 tries left.");
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("Not right. 2 tries left.");
        assertThat(field(challenge)).isFocused();
        assertThat(field(challenge)).isEmpty();
        assertThat(field(challenge)).hasAttribute("aria-invalid", "true");
        Browser.photograph(page, "refills-not-right");

        field(challenge).pressSequentially(codeOf(challenge));
        card.locator(".entry button").click();
        assertThat(card.locator(".verdict")).hasText("Verified");
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("Verified.");
        assertThat(field(challenge)).hasCount(0);
        assertThat(card).isFocused();
        assertThat(card.locator(".steps li").last()).hasText("E-mail not sent");
        Browser.photograph(page, "refills-verified");
        assertThat(store.find(challenge.id()).orElseThrow().state()).isEqualTo(ChallengeState.VERIFIED);
        assertThat(verifiersOf(challenge)).containsExactly("user:pharmacist", "user:pharmacist");
        assertThat(complaints).isEmpty();
    }

    @Test
    void thePharmacistSendsTheNextWayAndLosesNothingThatIsTyped() {
        Challenge challenge = delivered(refill("Ada Everywoman", "Amoxicillin 500 mg"));
        page.navigate(url("/refills"));
        signIn(page);
        Locator card = card(challenge);
        field(challenge).pressSequentially("123");
        card.locator(".next button").click();
        assertThat(card.locator(".way .minor")).hasText("The last message was sent only just now: wait half a minute.");
        clock.advance(Duration.ofSeconds(31));
        card.locator(".next button").click();
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("The code is sent by the next way.");
        assertThat(card.locator(".steps li").nth(1)).hasText("Call is being sent");
        assertThat(field(challenge)).hasValue("123");
        assertThat(complaints).isEmpty();
    }

    @Test
    void theListKeepsUpByItselfAndLosesNothingThatIsTyped() {
        Challenge first = refill("Ada Everywoman", "Amoxicillin 500 mg");
        page.navigate(url("/refills"));
        signIn(page);
        field(first).pressSequentially("123");
        clock.advance(Duration.ofSeconds(70));
        Challenge second = refill("Bo Everyman", "Metformin 850 mg");
        assertThat(card(second)).containsText("Bo Everyman");
        assertThat(card(second).locator(".steps li").first()).hasText("SMS is being sent");
        assertThat(card(first)).containsText("3:50 left");
        assertThat(field(first)).hasValue("123");
        assertThat(field(first)).isFocused();
        page.keyboard().type("456");
        assertThat(field(first)).hasValue("123456");

        arbiter.decide(second.id(), clock.instant(), c -> ChallengeTransitions.cancel(c, "test", clock.instant()));
        assertThat(card(second).locator(".verdict")).hasText("Cancelled");
        assertThat(field(first)).hasValue("123456");
        clock.advance(RefillBoard.LINGER.plusSeconds(1));
        assertThat(card(second)).hasCount(0);
        clock.advance(Duration.ofMinutes(2));
        assertThat(card(first).locator(".verdict")).hasText("Expired");
        assertThat(complaints).isEmpty();
    }

    @Test
    void aFieldThatWasWrongDoesNotTakeTheFocusBack() {
        Challenge first = refill("Ada Everywoman", "Amoxicillin 500 mg");
        Challenge second = refill("Bo Everyman", "Metformin 850 mg");
        page.navigate(url("/refills"));
        signIn(page);
        field(first).fill(wrong(first));
        field(first).press("Enter");
        assertThat(card(first).locator(".answer")).hasText("Not right. 2 tries left.");
        field(second).click();
        clock.advance(Duration.ofSeconds(20));
        assertThat(card(second)).containsText("4:40 left");
        assertThat(field(second)).isFocused();
        assertThat(card(first).locator(".answer")).hasText("Not right. 2 tries left.");
    }

    @Test
    void whatCannotBeACodeCostsNoTryAndTheThirdWrongOneLocks() {
        Challenge challenge = refill("Ada Everywoman", "Amoxicillin 500 mg");
        page.navigate(url("/refills"));
        signIn(page);
        for (String typed : List.of("", "12345", "12345a")) {
            field(challenge).fill(typed);
            field(challenge).press("Enter");
            assertThat(card(challenge).locator(".answer"))
                    .hasText("Type the 6 digits of the code. No try was counted.");
            assertThat(field(challenge)).isEmpty();
        }
        for (String left : List.of("2 tries", "1 try")) {
            field(challenge).fill(wrong(challenge));
            field(challenge).press("Enter");
            assertThat(card(challenge).locator(".answer")).hasText("Not right. " + left + " left.");
        }
        field(challenge).fill(wrong(challenge));
        field(challenge).press("Enter");
        assertThat(card(challenge).locator(".verdict"))
                .hasText("Not right. That was the last try: the code is locked.");
        assertThat(store.find(challenge.id()).orElseThrow().tries()).isEqualTo(3);
    }

    @Test
    void theKeyboardAloneIsEnough() {
        Challenge challenge = refill("Ada Everywoman", "Amoxicillin 500 mg");
        page.navigate(url("/sign-in"));
        page.keyboard().type("pharmacist");
        page.keyboard().press("Tab");
        page.keyboard().type(WebHub.PASSWORD);
        page.keyboard().press("Enter");
        assertThat(card(challenge)).isVisible();
        for (int i = 0; i < 4 && !isFocused(field(challenge)); i++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().type(codeOf(challenge));
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(card(challenge).locator(".verdict")).hasText("Verified");
    }

    @Test
    void ofACodeThatGoesToARepresentativeTheCardSaysSoAndOfNoOther() {
        Challenge own = refill("Ada Everywoman", "Amoxicillin 500 mg");
        Challenge plain = Challenges.open(Challenges.sms(Success.DELIVERED));
        Challenge child = Refills.represented(Refills.named(plain, "Bo Everyman", "Metformin 850 mg", clock.instant()));
        store.insert(child);
        page.navigate(url("/refills"));
        signIn(page);
        assertThat(card(child).locator(".proxy")).hasText("The code goes to the patient's representative.");
        assertThat(card(own).locator(".proxy")).hasCount(0);
        Browser.photograph(page, "refills-represented");
    }

    @Test
    void onAPhoneNothingIsWiderThanTheScreen() {
        Challenge challenge =
                delivered(refill("Wilhelmina Featherstonehaugh-Everywoman", "Levothyroxine sodium 88 mcg"));
        refill("Bo Everyman", "Metformin 850 mg");
        Page phone = open(360, 740);
        phone.navigate(url("/refills"));
        signIn(phone);
        assertThat(phone.locator("#refill-" + challenge.id())).isVisible();
        Browser.photograph(phone, "refills-phone");
        assertThat((Boolean) phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .isTrue();
        phone.context().close();
    }

    @Test
    void anEmptyListSaysSo() {
        page.navigate(url("/refills"));
        signIn(page);
        assertThat(page.locator("#refills")).containsText("No refill waits for a code.");
        Browser.photograph(page, "refills-none");
    }

    @Test
    void withoutScriptsTheFormWorksToo() {
        Challenge challenge = refill("Ada Everywoman", "Amoxicillin 500 mg");
        WebVisitor visitor = new WebVisitor(port);
        visitor.signIn("pharmacist", WebHub.PASSWORD);
        String key = UUID.randomUUID().toString();
        String wrong = check(visitor, challenge, wrong(challenge), key);
        assertThat(wrong).contains("<h1>Refills</h1>", "Not right. 2 tries left.");
        // Sent twice by a nervous finger: counted once.
        check(visitor, challenge, wrong(challenge), key);
        assertThat(store.find(challenge.id()).orElseThrow().tries()).isEqualTo(1);
        assertThat(check(
                        visitor, challenge, codeOf(challenge), UUID.randomUUID().toString()))
                .contains("<p class=\"verdict\">Verified</p>");
    }

    @Test
    void challengesForOtherPurposesAreNotThePharmacists() {
        Challenge refill = refill("Ada Everywoman", "Amoxicillin 500 mg");
        jdbc.sql("update challenge set purpose = 'PORTAL' where id = :id")
                .param("id", refill.id())
                .update();
        WebVisitor visitor = new WebVisitor(port);
        visitor.signIn("pharmacist", WebHub.PASSWORD);
        assertThat(visitor.get("/refills").body()).doesNotContain("Everywoman");
        check(visitor, refill, codeOf(refill), UUID.randomUUID().toString());
        assertThat(store.find(refill.id()).orElseThrow().state()).isEqualTo(ChallengeState.OPEN);
    }

    private String check(WebVisitor visitor, Challenge challenge, String code, String key) {
        String token = visitor.token("/refills");
        return visitor.post("/refills/" + challenge.id() + "/check", Map.of("code", code, "key", key, "_csrf", token))
                .body();
    }

    private Page open(int width, int height) {
        Page opened = Browser.visit(width, height);
        opened.onConsoleMessage(this::listen);
        opened.onPageError(complaints::add);
        return opened;
    }

    private void listen(ConsoleMessage message) {
        if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
        }
    }

    private void signIn(Page visited) {
        visited.getByLabel("Name").fill("pharmacist");
        visited.getByLabel("Password").fill(WebHub.PASSWORD);
        visited.getByRole(AriaRole.BUTTON).click();
        visited.waitForURL("**/refills");
    }

    private Challenge refill(String patient, String drug) {
        Challenge plain = Challenges.open(Challenges.sms(Success.DELIVERED), Challenges.voice(), Challenges.email());
        Challenge named = Refills.named(plain, patient, drug, clock.instant());
        store.insert(named);
        return named;
    }

    private Challenge delivered(Challenge challenge) {
        arbiter.decide(challenge.id(), clock.instant(), c -> ChallengeTransitions.claim(c, 1, clock.instant()));
        arbiter.decide(
                challenge.id(),
                clock.instant(),
                c -> ChallengeTransitions.receipt(c, 0, Progress.DELIVERED, "sms-smpp", clock.instant()));
        return challenge;
    }

    /** Of the wrong code and of the right one. */
    private List<String> verifiersOf(Challenge challenge) {
        return jdbc.sql("select details ->> 'verifier' from audit_entry"
                        + " where challenge_id = :id and details ->> 'verifier' is not null")
                .param("id", challenge.id())
                .query(String.class)
                .list();
    }

    private Locator card(Challenge challenge) {
        return page.locator("#refill-" + challenge.id());
    }

    private Locator field(Challenge challenge) {
        return page.locator("#code-" + challenge.id());
    }

    private static boolean isFocused(Locator field) {
        return (Boolean) field.evaluate("field => field === document.activeElement");
    }

    private String codeOf(Challenge challenge) {
        return deriver.derive(challenge.id(), challenge.recipe()).reveal();
    }

    private String wrong(Challenge challenge) {
        return String.format("%06d", (Integer.parseInt(codeOf(challenge)) + 1) % 1_000_000);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }
}
