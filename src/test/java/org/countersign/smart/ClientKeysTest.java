package org.countersign.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import org.countersign.platform.OperationalException;
import org.countersign.testing.KeyFiles;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub's keys, from what an operator's tools write. */
class ClientKeysTest {

    private static final Instant NOW = Instant.parse("2030-01-01T10:00:00Z");
    private static final URI AUDIENCE = URI.create("https://ehr.example/token");

    @TempDir
    private Path folder;

    /** Repeated, since half of all points have the other root. */
    @RepeatedTest(16)
    void ofAnEcKeyInAPemFileThePublicKeyIsFound() throws Exception {
        KeyPair pair = KeyFiles.ec("secp384r1");
        ClientKeys keys = ClientKeys.read(List.of(KeyFiles.pem(folder, "ec.pem", pair.getPrivate())));
        ECKey published = (ECKey) only(keys);
        assertThat(published.toECPublicKey()).isEqualTo(pair.getPublic());
        assertThat(published.getAlgorithm()).isEqualTo(JWSAlgorithm.ES384);
    }

    @Test
    void anRsaKeyInAPemFileSignsRs384() throws Exception {
        KeyPair pair = KeyFiles.rsa(2048);
        ClientKeys keys = ClientKeys.read(List.of(KeyFiles.pem(folder, "rsa.pem", pair.getPrivate())));
        RSAKey published = (RSAKey) only(keys);
        assertThat(published.toRSAPublicKey()).isEqualTo(pair.getPublic());
        assertThat(header(keys)).isEqualTo("RS384 " + published.computeThumbprint());
    }

    @Test
    void theFirstKeySignsAndAllArePublishedWithoutTheirPrivateParts() throws Exception {
        ECKey next = new ECKeyGenerator(Curve.P_384).keyID("2031").generate();
        ECKey now = new ECKeyGenerator(Curve.P_384).keyID("2030").generate();
        Path set = KeyFiles.jwks(folder, "keys.json", now, next);
        Path third = KeyFiles.pem(folder, "rsa.pem", KeyFiles.rsa(2048).getPrivate());
        ClientKeys keys = ClientKeys.read(List.of(set, third));
        assertThat(header(keys)).isEqualTo("ES384 2030");
        JWKSet published = JWKSet.parse(keys.published());
        assertThat(published.getKeys()).hasSize(3).noneMatch(JWK::isPrivate);
        assertThat(published.getKeys().get(1).getKeyID()).isEqualTo("2031");
        assertThat(keys.published()).doesNotContain(now.getD().toString());
    }

    @Test
    void anAssertionSaysWhatTheGuideAsksForAndLivesLessThanFiveMinutes() throws Exception {
        ClientKeys keys = ClientKeys.read(
                List.of(KeyFiles.pem(folder, "ec.pem", KeyFiles.ec("secp384r1").getPrivate())));
        var first =
                SignedJWT.parse(keys.assertion("hub", AUDIENCE, NOW).reveal()).getJWTClaimsSet();
        var second =
                SignedJWT.parse(keys.assertion("hub", AUDIENCE, NOW).reveal()).getJWTClaimsSet();
        assertThat(first.getIssuer()).isEqualTo("hub").isEqualTo(first.getSubject());
        assertThat(first.getAudience()).containsExactly(AUDIENCE.toString());
        assertThat(first.getExpirationTime().toInstant()).isAfter(NOW).isBefore(NOW.plusSeconds(300));
        assertThat(first.getJWTID()).isNotBlank().isNotEqualTo(second.getJWTID());
    }

    @Test
    void keysThatSmartDoesNotKnowAreRefusedByTheNameOfTheirFile() throws Exception {
        assertRefused(KeyFiles.pem(folder, "p256.pem", KeyFiles.ec("secp256r1").getPrivate()), "EC P-384");
        assertRefused(KeyFiles.pem(folder, "short.pem", KeyFiles.rsa(1024).getPrivate()), "2048");
        ECKey key = new ECKeyGenerator(Curve.P_384).keyID("1").generate();
        assertRefused(KeyFiles.jwks(folder, "public.json", key.toPublicJWK()), "private keys");
        assertRefused(KeyFiles.jwks(folder, "none.json"), "holds no key");
        assertRefused(KeyFiles.write(folder.resolve("words.pem"), "secret words"), "words.pem");
        assertRefused(folder.resolve("absent.pem"), "absent.pem");
    }

    @Test
    void theSameIdTwiceIsRefused() throws Exception {
        Path file = KeyFiles.pem(folder, "ec.pem", KeyFiles.ec("secp384r1").getPrivate());
        Path copy = Files.copy(file, folder.resolve("copy.pem"));
        assertThatThrownBy(() -> ClientKeys.read(List.of(file, copy)))
                .isInstanceOf(OperationalException.class)
                .hasMessageContaining("twice");
    }

    private static JWK only(ClientKeys keys) throws Exception {
        List<JWK> published = JWKSet.parse(keys.published()).getKeys();
        assertThat(published).hasSize(1);
        return published.getFirst();
    }

    private static String header(ClientKeys keys) throws Exception {
        var header =
                SignedJWT.parse(keys.assertion("hub", AUDIENCE, NOW).reveal()).getHeader();
        return header.getAlgorithm() + " " + header.getKeyID();
    }

    private static void assertRefused(Path file, String words) {
        assertThatThrownBy(() -> ClientKeys.read(List.of(file)))
                .isInstanceOf(OperationalException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(words)
                .hasMessageNotContaining("secret words")
                .hasNoCause();
    }
}
