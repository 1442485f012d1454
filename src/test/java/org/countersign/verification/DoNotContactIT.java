package org.countersign.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.verification.Asking.MOBILE;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.countersign.guard.DoNotContact;
import org.countersign.platform.Sensitive;
import org.countersign.testing.ApiClient;
import org.countersign.testing.WebHub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The do-not-contact list over real HTTP. */
@SpringBootTest(
        classes = StartHub.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"countersign.api.key=" + ApiClient.KEY, "countersign.console.password=" + WebHub.PASSWORD})
class DoNotContactIT {

    private static final String PATH = "/v1/do-not-contact";

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private DoNotContact list;

    private ApiClient api;

    @BeforeEach
    void empty() {
        jdbc.sql("truncate do_not_contact").update();
        api = new ApiClient(port);
    }

    @Test
    void anAddressIsListedAndUnlistedAsOftenAsOneLikes() {
        for (int i = 0; i < 2; i++) {
            assertThat(send("PUT", phone("(415) 555-0199").replace("(415)", "+1 415"))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(list.isListed(Sensitive.of("+14155550199"))).isTrue();
        }
        assertThat(jdbc.sql("select source from do_not_contact")
                        .query(String.class)
                        .list())
                .containsExactly("portal:api");
        for (int i = 0; i < 2; i++) {
            assertThat(send("DELETE", phone("+14155550199")).statusCode()).isEqualTo(204);
            assertThat(list.isListed(Sensitive.of("+14155550199"))).isFalse();
        }
    }

    @Test
    void mailIsListedInWhicheverCase() {
        send("PUT", "{\"system\":\"email\",\"value\":\"Ada@Example.org\"}");
        assertThat(list.isListed(Sensitive.of("ada@example.org"))).isTrue();
    }

    @Test
    void onlyPseudonymsAreKept() {
        send("PUT", phone(MOBILE));
        assertThat(jdbc.sql("select recipient_key from do_not_contact")
                        .query(String.class)
                        .single())
                .matches("[0-9a-f]{32}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"system\":\"phone\",\"value\":\"12\"} | #/value",
                "{\"system\":\"fax\",\"value\":\"+14155550199\"} | #/system",
                "{\"system\":\"phone\"} | #/value"
            })
    void whatIsNoAddressIsRefusedWithItsPlace(String body, String place) {
        HttpResponse<String> answer = send("PUT", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(place).doesNotContain("+1415");
    }

    @Test
    void withoutTheKeyNobodyChangesTheList() {
        HttpResponse<String> answer =
                api.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create("http://127.0.0.1:" + port + PATH))
                        .header("Content-Type", "application/json")
                        .method("PUT", BodyPublishers.ofString(phone(MOBILE))));
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> send(String method, String body) {
        return api.send(api.request(PATH)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    private static String phone(String number) {
        return "{\"system\":\"phone\",\"value\":\"" + number + "\"}";
    }
}
