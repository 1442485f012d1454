package org.countersign.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.countersign.testing.AuthorizationServer;
import org.countersign.testing.KeyFiles;
import org.countersign.testing.MutableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The authorization server of these tests is as strict as the guide. */
class AuthorizationServerIT {

    private static final Instant NOW = Instant.parse("2030-01-01T10:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void anAssertionIsTakenOnceForThisServerAndInItsTime() throws Exception {
        MutableClock clock = new MutableClock(NOW);
        ClientKeys keys =
                ClientKeys.read(List.of(KeyFiles.jwks(folder, "key.json", new ECKeyGenerator(Curve.P_384).generate())));
        try (AuthorizationServer server = AuthorizationServer.start(clock)) {
            server.register("hub", keys::published);
            URI endpoint = URI.create(server.tokenEndpoint());
            String good = keys.assertion("hub", endpoint, NOW).reveal();
            String late = keys.assertion("hub", endpoint, NOW).reveal();
            assertThat(status(endpoint, good)).isEqualTo(200);
            assertThat(status(endpoint, good)).isEqualTo(400);
            assertThat(status(
                            endpoint,
                            keys.assertion("hub", URI.create(server.url()), NOW).reveal()))
                    .isEqualTo(400);
            assertThat(status(endpoint, keys.assertion("other", endpoint, NOW).reveal()))
                    .isEqualTo(400);
            clock.advance(Duration.ofMinutes(4));
            assertThat(status(endpoint, late)).isEqualTo(400);
            assertThat(server.refusals()).containsExactly("jti", "aud", "iss or sub", "exp");
        }
    }

    private static int status(URI endpoint, String assertion) {
        String form = "grant_type=client_credentials&scope=system%2F*.r&client_assertion_type="
                + URLEncoder.encode("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", StandardCharsets.UTF_8)
                + "&client_assertion=" + assertion;
        try (var http = new LimitedHttp(Duration.ofSeconds(5), Duration.ofSeconds(10), 100_000)) {
            return http.send(HttpRequest.newBuilder(endpoint)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(form))
                            .build())
                    .statusCode();
        }
    }
}
