package org.countersign.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.util.Throwables;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;
import org.countersign.testing.AuthorizationServer;
import org.countersign.testing.KeyFiles;
import org.countersign.testing.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens from an authorization server that checks every assertion. */
class AccessTokensIT {

    private static final int THREADS = 32;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String SCOPE = "system/Appointment.ru system/Patient.r";

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock(Instant.parse("2030-01-01T10:00:00Z"));
    private AuthorizationServer server;

    @BeforeEach
    void start() {
        server = AuthorizationServer.start(clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES384", "RS384"})
    void anAssertionOfEitherAlgorithmGetsAToken(String algorithm) throws Exception {
        Path file = algorithm.equals("ES384")
                ? KeyFiles.jwks(folder, "key.json", new ECKeyGenerator(Curve.P_384).generate())
                : KeyFiles.jwks(folder, "key.json", new RSAKeyGenerator(2048).generate());
        ClientKeys keys = ClientKeys.read(List.of(file));
        server.register("hub", keys::published);
        assertThat(server.accepts(header(tokens(keys, "")))).isTrue();
        assertThat(server.refusals()).isEmpty();
    }

    @Test
    void aTokenIsKeptUntilShortlyBeforeItsEnd() {
        Authorization tokens = registered();
        String first = header(tokens);
        clock.advance(Duration.ofSeconds(269));
        assertThat(header(tokens)).isEqualTo(first);
        assertThat(server.requests()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(header(tokens)).isNotEqualTo(first);
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void aTokenOfAFewSecondsIsKeptForHalfOfThem() {
        server.life(Duration.ofSeconds(10));
        Authorization tokens = registered();
        String first = header(tokens);
        clock.advance(Duration.ofSeconds(4));
        assertThat(header(tokens)).isEqualTo(first);
        clock.advance(Duration.ofSeconds(1));
        assertThat(header(tokens)).isNotEqualTo(first);
    }

    @Test
    void ofManyThreadsOneAsks() throws Exception {
        Authorization tokens = registered();
        CountDownLatch ready = new CountDownLatch(THREADS);
        server.before(() -> await(ready));
        Callable<String> asking = () -> {
            ready.countDown();
            return header(tokens);
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> headers = threads.invokeAll(java.util.Collections.nCopies(THREADS, asking));
            assertThat(headers).extracting(Future::get).containsOnly(header(tokens));
        }
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void aRefusedTokenIsGivenUpOnceHoweverManyWereRefusedIt() {
        Authorization tokens = registered();
        Sensitive<String> refused = tokens.header().orElseThrow();
        assertThat(tokens.renew(refused)).isTrue();
        String second = header(tokens);
        assertThat(tokens.renew(refused)).isTrue();
        assertThat(header(tokens)).isEqualTo(second).isNotEqualTo(refused.reveal());
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void aKeyThatTheServerDoesNotKnowIsRefusedInClearWordsAndTheRightOneWorksLater() {
        ClientKeys mine = keys("mine.pem");
        server.register("hub", keys("other.pem")::published);
        Authorization tokens = tokens(mine, server.tokenEndpoint());
        assertThatThrownBy(tokens::header)
                .isInstanceOfSatisfying(
                        OperationalException.class,
                        problem -> assertThat(problem.category()).isEqualTo(ErrorCategory.REFUSED))
                .hasMessage("The token endpoint " + server.tokenEndpoint() + " answered HTTP 400 invalid_client");
        assertThat(server.refusals()).containsExactly("kid");
        assertThatThrownBy(tokens::header)
                .satisfies(problem -> assertThat(Throwables.getStackTrace(problem))
                        .as("every JWT begins so")
                        .doesNotContain("eyJ"));
        server.register("hub", mine::published);
        assertThat(server.accepts(header(tokens))).isTrue();
    }

    @Test
    void aKeyOfTheSameIdThatIsAnotherIsRefused() throws Exception {
        var key = new ECKeyGenerator(Curve.P_384).keyID("1").generate();
        var forged = new ECKeyGenerator(Curve.P_384).keyID("1").generate();
        server.register("hub", ClientKeys.read(List.of(KeyFiles.jwks(folder, "key.json", key)))::published);
        Authorization tokens = tokens(ClientKeys.read(List.of(KeyFiles.jwks(folder, "forged.json", forged))), "");
        assertThatThrownBy(tokens::header).hasMessageEndingWith("HTTP 400 invalid_client");
        assertThat(server.refusals()).containsExactly("signature");
    }

    @Test
    void aClockThatIsWrongIsRefusedUntilItIsRight() {
        ClientKeys keys = keys("key.pem");
        server.register("hub", keys::published);
        MutableClock late = new MutableClock(clock.instant().minus(Duration.ofMinutes(5)));
        Authorization tokens = new BackendServices(keys, late)
                .authorization("test", base(), client(""), LIMIT, LIMIT, Authorization.fixed("", "", ""));
        assertThatThrownBy(tokens::header).hasMessageEndingWith("HTTP 400 invalid_client");
        assertThat(server.refusals()).containsExactly("exp");
        late.advance(Duration.ofMinutes(5));
        assertThat(server.accepts(header(tokens))).isTrue();
    }

    @Test
    void aServerInTroubleIsUnavailableAndAskedAgain() {
        Authorization tokens = registered();
        server.failWith(503);
        assertThatThrownBy(tokens::header)
                .isInstanceOfSatisfying(
                        OperationalException.class,
                        problem -> assertThat(problem.category()).isEqualTo(ErrorCategory.UNAVAILABLE))
                .hasMessageContaining("HTTP 503");
        server.failWith(0);
        assertThat(server.accepts(header(tokens))).isTrue();
        server.close();
        clock.advance(Duration.ofMinutes(5));
        assertThatThrownBy(tokens::header).hasMessageContaining("no answer");
    }

    @Test
    void aFhirServerWithoutASmartConfigurationIsNamed() {
        URI elsewhere = URI.create(server.url() + "/elsewhere");
        Authorization tokens = new BackendServices(keys("key.pem"), clock)
                .authorization("test", elsewhere, client(""), LIMIT, LIMIT, Authorization.fixed("", "", ""));
        assertThatThrownBy(tokens::header)
                .hasMessage(
                        "The SMART configuration " + elsewhere + "/.well-known/smart-configuration answered HTTP 404");
    }

    @Test
    void settingsThatDoNotDoStopTheStartAndAreNamed() {
        ClientKeys none = ClientKeys.read(List.of());
        assertStops(none, client(""), Authorization.fixed("", "", ""), "countersign.smart.keys");
        ClientKeys keys = keys("key.pem");
        assertStops(keys, new SmartClient("hub", "", ""), Authorization.fixed("", "", ""), "test.smart.scope");
        assertStops(keys, client("ftp://x"), Authorization.fixed("", "", ""), "test.smart.token-endpoint");
        assertStops(keys, client(""), Authorization.fixed("token", "", ""), "beside smart.client-id");
    }

    private void assertStops(ClientKeys keys, SmartClient client, Authorization otherwise, String words) {
        assertThatThrownBy(() ->
                        new BackendServices(keys, clock).authorization("test", base(), client, LIMIT, LIMIT, otherwise))
                .isInstanceOf(OperationalException.class)
                .hasMessageContaining(words);
    }

    private Authorization registered() {
        ClientKeys keys = keys("key.pem");
        server.register("hub", keys::published);
        return tokens(keys, "");
    }

    private ClientKeys keys(String name) {
        return ClientKeys.read(
                List.of(KeyFiles.pem(folder, name, KeyFiles.ec("secp384r1").getPrivate())));
    }

    private Authorization tokens(ClientKeys keys, String tokenEndpoint) {
        return new BackendServices(keys, clock)
                .authorization("test", base(), client(tokenEndpoint), LIMIT, LIMIT, Authorization.fixed("", "", ""));
    }

    private static SmartClient client(String tokenEndpoint) {
        return new SmartClient("hub", tokenEndpoint, SCOPE);
    }

    private URI base() {
        return URI.create(server.url() + "/fhir/");
    }

    private static String header(Authorization tokens) {
        return tokens.header().orElseThrow().reveal();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
