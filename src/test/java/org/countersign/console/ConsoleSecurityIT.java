package org.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.countersign.testing.ApiClient;
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

/** Who gets where, over real HTTP. */
@SpringBootTest(
        classes = WebHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"countersign.api.key=" + ApiClient.KEY, "countersign.console.password=" + WebHub.PASSWORD})
class ConsoleSecurityIT {

    @LocalServerPort
    private int port;

    @Autowired
    private SignInThrottle throttle;

    @Autowired
    private MutableClock clock;

    private WebVisitor visitor;

    @BeforeEach
    void visit() {
        visitor = new WebVisitor(port);
    }

    @AfterEach
    void forgetTheTries() {
        throttle.forget("pharmacist", "127.0.0.1");
        clock.advance(Duration.between(clock.instant(), WebHub.START));
    }

    @Test
    void withoutTheKeyTheApiAnswersAProblemWhateverIsAsked() {
        String check = "/v1/verifications/" + UUID.randomUUID() + "/check";
        assertRefused(visitor.get("/v1/verifications?act=Appointment/1"));
        assertRefused(visitor.get(check, "Authorization", "Bearer " + ApiClient.KEY + "x"));
        assertRefused(visitor.get(check, "Authorization", "Basic " + ApiClient.KEY));
        assertRefused(visitor.post(check, Map.of("code", "123456")));
        assertRefused(visitor.get("/fhir/AuditEvent"));
        assertRefused(visitor.get("/actuator/prometheus"));
    }

    @Test
    void aSignInIsNoApiKeyAndAnApiKeyIsNoSignIn() {
        visitor.signIn("pharmacist", WebHub.PASSWORD);
        assertRefused(visitor.get("/v1/verifications?act=Appointment/1"));
        HttpResponse<String> page = new ApiClient(port).get("/refills");
        assertThat(page.statusCode()).isEqualTo(302);
    }

    @Test
    void theApiSetsNoCookieAndNeedsNoToken() {
        ApiClient api = new ApiClient(port);
        HttpResponse<String> answer =
                api.postJson("/v1/verifications/" + UUID.randomUUID() + "/check", "{\"code\":\"123456\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void aMalformedAddressIsAProblemToo() {
        HttpResponse<String> response = new ApiClient(port).get("/v1/verifications/a%3Bb");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void openAddressesAskForNothing() {
        for (String path : new String[] {"/countersign.css", "/favicon.svg", "/webjars/htmx.org/dist/htmx.min.js"}) {
            assertThat(visitor.get(path).statusCode()).as(path).isEqualTo(200);
        }
        for (String path : new String[] {
            "/actuator/health", "/receipts/twilio", "/v1/handset/messages", "/handset", "/.well-known/jwks.json"
        }) {
            // They are not part of this context; that they are not there is said to everybody.
            assertThat(visitor.get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void whoIsNotSignedInIsSentToTheFormAndHtmxIsToldToGoThere() {
        for (String path : new String[] {"/", "/refills", "/refills/list", "/elsewhere"}) {
            HttpResponse<String> response = visitor.get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(302);
            assertThat(response.headers().firstValue("Location").orElseThrow()).endsWith("/sign-in");
        }
        HttpResponse<String> fragment = visitor.get("/refills/list", "HX-Request", "true");
        assertThat(fragment.statusCode()).isEqualTo(401);
        assertThat(fragment.headers().firstValue("HX-Redirect")).contains("/sign-in?why=again");
    }

    @Test
    void theRightPasswordLeadsToTheRefillsAndSigningOutEndsIt() {
        HttpResponse<String> response = visitor.signIn("pharmacist", WebHub.PASSWORD);
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location").orElseThrow()).endsWith("/refills");
        assertThat(visitor.get("/").headers().firstValue("Location").orElseThrow())
                .endsWith("/refills");
        assertThat(visitor.get("/refills").statusCode()).isEqualTo(200);
        assertThat(visitor.get("/elsewhere").statusCode()).isEqualTo(404);
        visitor.post("/sign-out", Map.of("_csrf", visitor.token("/refills")));
        assertThat(visitor.get("/refills").statusCode()).isEqualTo(302);
    }

    @Test
    void theCookieIsForThisSiteAndNoScript() {
        String cookie =
                visitor.get("/sign-in").headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).startsWith("countersign=").contains("HttpOnly").contains("SameSite=Strict");
    }

    @Test
    void pagesAllowNoInlineScriptsNoFramesAndNoCache() {
        var headers = visitor.get("/sign-in").headers();
        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("Cache-Control").orElseThrow()).contains("no-store");
    }

    @Test
    void aFormWithoutItsTokenIsRefused() {
        assertThat(visitor.post("/sign-in", Map.of("username", "pharmacist", "password", WebHub.PASSWORD))
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .endsWith("/sign-in?why=again");
        visitor.signIn("pharmacist", WebHub.PASSWORD);
        String check = "/refills/" + UUID.randomUUID() + "/check";
        Map<String, String> form =
                Map.of("code", "123456", "key", UUID.randomUUID().toString());
        assertThat(visitor.post(check, form).statusCode()).isEqualTo(403);
        assertThat(visitor.post(check, form, "HX-Request", "true").headers().firstValue("HX-Redirect"))
                .contains("/sign-in?why=again");
        assertThat(visitor.post("/sign-out", Map.of()).statusCode()).isEqualTo(403);
    }

    @Test
    void afterFiveWrongPasswordsEvenTheRightOneWaits() {
        for (int i = 0; i < SignInThrottle.TRIES; i++) {
            assertThat(visitor.signIn("pharmacist", "wrong-password")
                            .headers()
                            .firstValue("Location")
                            .orElseThrow())
                    .endsWith("why=wrong");
        }
        HttpResponse<String> later = visitor.signIn(" Pharmacist", WebHub.PASSWORD);
        assertThat(later.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(later.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 301);
        assertThat(later.body()).contains("Too many tries");
        clock.advance(SignInThrottle.WINDOW);
        assertThat(visitor.signIn("pharmacist", WebHub.PASSWORD)
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .endsWith("/refills");
    }

    @Test
    void aBodyIsNotReadBeforeTheKeyIs() {
        var request = java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create("http://127.0.0.1:" + port + "/v1/verifications/x/check"))
                .POST(BodyPublishers.ofString("{"));
        assertRefused(new ApiClient(port).send(request));
    }

    private static void assertRefused(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(ApiClient.json(response).path("type").asText()).isEqualTo("urn:countersign:problem:unauthorized");
    }
}
