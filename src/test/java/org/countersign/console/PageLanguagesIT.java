package org.countersign.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import java.util.Map;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeArbiter;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages in the language of whoever reads them, in Chromium. */
@SpringBootTest(
        classes = WebHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"countersign.api.key=" + ApiClient.KEY, "countersign.console.password=" + WebHub.PASSWORD})
class PageLanguagesIT {

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

    private Challenge english;
    private Challenge arabic;

    @BeforeEach
    void twoPatients() {
        jdbc.sql("delete from challenge").update();
        throttle.forget("pharmacist", "127.0.0.1");
        english = refill("Ada Everywoman", "00093-3109 Amoxicillin 500 mg capsule (30)");
        arabic = refill("ليلى (الحداد)", "باراسيتامول 500 ملغ");
    }

    @AfterEach
    void noneIsLeft() {
        jdbc.sql("delete from challenge").update();
    }

    @Test
    void aGermanPharmacistReadsGerman() {
        Page page = open("de-AT");
        assertThat(page).hasTitle("Folgerezepte · Countersign");
        assertThat(page.locator("html")).hasAttribute("lang", "de");
        assertThat(page.locator("html")).hasAttribute("dir", "ltr");
        assertThat(card(page, english).locator(".steps li").first()).hasText("SMS zugestellt");
        assertThat(card(page, english)).containsText("Arzneimittel");
        refuse(page, english, "Nicht richtig. Versuche übrig: 2.");
        Browser.photograph(page, "refills-de");
        page.context().close();
    }

    @Test
    void anArabicPageRunsFromRightToLeftAndLeavesNamesAndCodesWhole() {
        Page page = open("ar-EG");
        assertThat(page).hasTitle("تجديد الوصفات · Countersign");
        assertThat(page.locator("html")).hasAttribute("lang", "ar");
        assertThat(page.locator("html")).hasAttribute("dir", "rtl");
        refuse(page, english, "رمز غير صحيح. المحاولات المتبقية: 2.");
        Locator field = page.locator("#code-" + english.id());
        field.pressSequentially("12 34");
        Browser.photograph(page, "refills-ar");

        assertThat(x(card(page, english).locator(".who")))
                .as("who it is for stands at the right")
                .isGreaterThan(x(card(page, english).locator(".code")));
        assertThat(x(page.locator(".top form"))).isLessThan(x(page.locator(".brand")));
        assertThat(field.evaluate("field => getComputedStyle(field).direction")).isEqualTo("ltr");
        assertThat((String) field.evaluate("field => getComputedStyle(field).backgroundPositionX"))
                .as("the mark of a wrong code stands behind it")
                .contains("100%");
        for (Challenge each : List.of(english, arabic)) {
            for (Locator isolated : card(page, each).locator("bdi").all()) {
                assertThat(isolated.evaluate("words => getComputedStyle(words).unicodeBidi"))
                        .isEqualTo("isolate");
            }
        }
        page.setViewportSize(360, 740);
        Browser.photograph(page, "refills-ar-phone");
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .isTrue();
        page.context().close();
    }

    @Test
    void onAPhoneTheLanguagesWithTheLongestWordsAreNoWiderThanTheScreen() {
        Page page = Browser.visit(360, 740);
        signIn(page);
        for (String tag : List.of("de", "el", "fi", "fil", "hu", "lt", "ru", "ta")) {
            page.setExtraHTTPHeaders(Map.of("Accept-Language", tag));
            page.navigate(url("/refills"));
            assertThat(page.locator("html")).hasAttribute("lang", tag);
            assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as(tag)
                    .isTrue();
        }
        page.context().close();
    }

    @ParameterizedTest
    @CsvSource({
        "de-AT, de, Anmelden",
        "xx, en, Sign in",
        "zh-TW, zh-Hant, 登入",
        "en-GB, en-001, Sign in",
        "'fr;q=0.3, it;q=0.9', it, Accedi"
    })
    void thePageToSignInIsInTheLanguageThatTheBrowserAsksFor(String asked, String tag, String title) {
        assertThat(new WebVisitor(port)
                        .get("/sign-in", "Accept-Language", asked)
                        .body())
                .contains("<html lang=\"" + tag + "\" dir=\"ltr\"", "<h1>" + title + "</h1>");
    }

    @Test
    void whatWentWrongIsSaidInThatLanguageToo() {
        var visitor = new WebVisitor(port);
        assertThat(visitor.get("/sign-in?why=wrong", "Accept-Language", "fa").body())
                .contains("dir=\"rtl\"", "نام و گذرواژه با هم نمی‌خوانند.");
        visitor.signIn("pharmacist", WebHub.PASSWORD);
        assertThat(visitor.get("/nowhere", "Accept", "text/html", "Accept-Language", "ja")
                        .body())
                .contains("<html lang=\"ja\"", "<h1>ページがありません</h1>");
    }

    private Page open(String language) {
        Page page = Browser.visit(1280, 800, language);
        page.navigate(url("/sign-in"));
        Browser.photograph(page, "sign-in-" + language);
        signIn(page);
        return page;
    }

    private void signIn(Page page) {
        page.navigate(url("/sign-in"));
        page.locator("#username").fill("pharmacist");
        page.locator("#password").fill(WebHub.PASSWORD);
        page.getByRole(AriaRole.BUTTON).click();
        page.waitForURL("**/refills");
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Types a wrong code, and looks that the sentence stands in the card and is said to those who listen. */
    private void refuse(Page page, Challenge challenge, String sentence) {
        String right = deriver.derive(challenge.id(), challenge.recipe()).reveal();
        String wrong = String.format("%06d", (Integer.parseInt(right) + 1) % 1_000_000);
        page.locator("#code-" + challenge.id()).fill(wrong);
        page.locator("#code-" + challenge.id()).press("Enter");
        assertThat(card(page, challenge).locator(".answer")).hasText(sentence);
        assertThat(page.getByRole(AriaRole.STATUS)).hasText(sentence);
    }

    private static Locator card(Page page, Challenge challenge) {
        return page.locator("#refill-" + challenge.id());
    }

    private static double x(Locator part) {
        BoundingBox box = part.boundingBox();
        return box.x;
    }

    private Challenge refill(String patient, String drug) {
        Challenge plain = Challenges.open(Challenges.sms(Success.DELIVERED), Challenges.voice(), Challenges.email());
        Challenge named = Refills.named(plain, patient, drug, clock.instant());
        store.insert(named);
        arbiter.decide(named.id(), clock.instant(), c -> ChallengeTransitions.claim(c, 1, clock.instant()));
        arbiter.decide(
                named.id(),
                clock.instant(),
                c -> ChallengeTransitions.receipt(c, 0, Progress.DELIVERED, "sms-smpp", clock.instant()));
        return named;
    }
}
