package org.countersign.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.countersign.testing.AuthorizationServer;
import org.countersign.testing.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that a real issuer signed, and those that others made. */
class TokenVerifierIT {

    private static final String HUB = "https://hub.example/fhir";

    private final MutableClock clock = new MutableClock(Instant.parse("2030-01-01T10:00:00Z"));
    private AuthorizationServer issuer;
    private TokenVerifier verifier;

    @BeforeEach
    void start() {
        issuer = AuthorizationServer.start(clock);
        verifier = new TokenVerifier(
                Map.of(
                        "hospital",
                        new SmartProperties.Issuer(issuer.url(), issuer.jwksUrl(), HUB, issuer.tokenEndpoint())),
                clock);
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void aGoodTokenTellsItsClientAndWhatItMayDo() {
        assertThat(verifier.verify(issuer.sign(claims().build())))
                .isInstanceOfSatisfying(Verdict.Granted.class, granted -> {
                    assertThat(granted.client()).isEqualTo("ehr");
                    assertThat(granted.scopes().permit("Appointment", "cu")).isTrue();
                    assertThat(granted.scopes().permit("Task", "c")).isFalse();
                });
    }

    @Test
    void scopesMayBeAList() {
        JWTClaimsSet listed = claims().claim("scope", null)
                .claim("scp", List.of("system/Task.c", "system/Task.u"))
                .build();
        assertThat(verifier.verify(issuer.sign(listed)))
                .isInstanceOfSatisfying(
                        Verdict.Granted.class,
                        granted -> assertThat(granted.scopes().permit("Task", "cu"))
                                .isTrue());
    }

    @Test
    void aTokenOfAnotherIssuerIsRefusedWithoutAskingForKeys() {
        assertRefused(issuer.sign(claims().issuer("https://elsewhere.example").build()), "issuer");
        assertThat(issuer.keyRequests()).isZero();
    }

    @Test
    void aTokenForAnotherAudienceIsRefused() {
        assertRefused(issuer.sign(claims().audience("https://other.example").build()), "aud");
        assertRefused(issuer.sign(claims().audience((String) null).build()), "aud");
    }

    @Test
    void timesAreHeldByTheHubsClockWithAMinuteOfGrace() {
        String token = issuer.sign(claims().build());
        clock.advance(Duration.ofSeconds(359));
        assertThat(verifier.verify(token)).isInstanceOf(Verdict.Granted.class);
        clock.advance(Duration.ofSeconds(2));
        assertRefused(token, "Expired");
        assertRefused(issuer.sign(claims().expirationTime(null).build()), "exp");
        Date later = Date.from(clock.instant().plusSeconds(120));
        assertRefused(issuer.sign(claims().notBeforeTime(later).build()), "before use time");
    }

    @Test
    void aTokenWithoutAClientIsRefused() {
        assertRefused(
                issuer.sign(claims().claim("client_id", null).subject(null).build()), "names no client");
        assertRefused(issuer.sign(claims().claim("client_id", "a\nb").build()), "names no client");
    }

    @Test
    void anotherKeyOfTheSameIdIsRefused() throws JOSEException {
        String good = issuer.sign(claims().build());
        String kid = kid(good);
        ECKey forged = new ECKeyGenerator(Curve.P_384).keyID(kid).generate();
        assertRefused(signed(forged, JWSAlgorithm.ES384), "signature");
        String other = issuer.sign(claims().subject("another").build());
        assertRefused(good.substring(0, good.lastIndexOf('.')) + other.substring(other.lastIndexOf('.')), "signature");
    }

    @Test
    void unsignedTokensAreRefused() {
        assertRefused(new PlainJWT(claims().build()).serialize(), "no signed JWT");
        assertRefused("a-key-for-tests-only", "no signed JWT");
        assertRefused("", "no signed JWT");
    }

    /** The confusion: the issuer's public key as a secret of HMAC. */
    @Test
    void aTokenThatIsSignedWithThePublicKeyAsASecretIsRefused() throws JOSEException {
        ECKey key = issuer.rotate();
        for (byte[] secret : List.of(
                key.toECPublicKey().getEncoded(),
                key.toPublicJWK().toJSONString().getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
            var confused = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims().build());
            confused.sign(new MACSigner(secret));
            assertRefused(confused.serialize(), "no matching key");
        }
    }

    @Test
    void anAlgorithmThatIsNotOfTheListIsRefused() throws JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_521).keyID("521").generate();
        assertRefused(signed(key, JWSAlgorithm.ES512), "no matching key");
    }

    @Test
    void aKeyThatTheIssuerBeginsToUseIsFetchedAtOnceAndTheOldOneStillHolds() {
        String old = issuer.sign(claims().build());
        assertThat(verifier.verify(old)).isInstanceOf(Verdict.Granted.class);
        assertThat(issuer.keyRequests()).isEqualTo(1);
        assertThat(verifier.verify(old)).isInstanceOf(Verdict.Granted.class);
        assertThat(issuer.keyRequests()).isEqualTo(1);
        issuer.rotate();
        assertThat(verifier.verify(issuer.sign(claims().build()))).isInstanceOf(Verdict.Granted.class);
        assertThat(verifier.verify(old)).isInstanceOf(Verdict.Granted.class);
        assertThat(issuer.keyRequests()).isEqualTo(2);
    }

    @Test
    void unknownKeysDoNotMakeTheHubAskTheIssuerAgainAndAgain() throws JOSEException {
        for (int i = 0; i < 20; i++) {
            ECKey key = new ECKeyGenerator(Curve.P_384).keyID("unknown-" + i).generate();
            assertThat(verifier.verify(signed(key, JWSAlgorithm.ES384))).isNotInstanceOf(Verdict.Granted.class);
        }
        assertThat(issuer.keyRequests()).isLessThanOrEqualTo(3);
        assertThat(verifier.verify(issuer.sign(claims().build()))).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void whileTheIssuerIsAwayItsLastKeysServeAndWithoutAnyNothingCanBeSaid() {
        String token = issuer.sign(claims().build());
        assertThat(verifier.verify(token)).isInstanceOf(Verdict.Granted.class);
        var other = new TokenVerifier(
                Map.of(
                        "hospital",
                        new SmartProperties.Issuer(issuer.url(), issuer.jwksUrl(), HUB, issuer.tokenEndpoint())),
                clock);
        issuer.close();
        assertThat(verifier.verify(token)).isInstanceOf(Verdict.Granted.class);
        assertThat(other.verify(token)).isInstanceOf(Verdict.Unknown.class);
    }

    private JWTClaimsSet.Builder claims() {
        return issuer.claims("ehr", HUB, "system/Appointment.cu system/AuditEvent.rs");
    }

    private String signed(ECKey key, JWSAlgorithm algorithm) throws JOSEException {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims().build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private static String kid(String token) {
        try {
            return SignedJWT.parse(token).getHeader().getKeyID();
        } catch (java.text.ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertRefused(String token, String words) {
        assertThat(verifier.verify(token))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).containsIgnoringCase(words));
    }
}
