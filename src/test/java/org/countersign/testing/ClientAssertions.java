package org.countersign.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What an authorization server checks of a client's assertion (RFC 7523; SMART App Launch 2.2 and CAMARA: 5 minutes). */
final class ClientAssertions {

    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static final Duration MOST = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<String, Supplier<String>> clients = new ConcurrentHashMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    ClientAssertions(Clock clock) {
        this.clock = clock;
    }

    /** Knows {@code client} by its public keys, which are looked up at each request. */
    void register(String client, Supplier<String> jwks) {
        clients.put(client, jwks);
    }

    /** What is wrong with an assertion; empty for nothing. */
    String problem(String assertion, String audience) {
        try {
            return problem(SignedJWT.parse(assertion), audience);
        } catch (ParseException | JOSEException e) {
            return "no assertion";
        }
    }

    private String problem(SignedJWT assertion, String audience) throws ParseException, JOSEException {
        JWSHeader header = assertion.getHeader();
        if (!Set.of(JWSAlgorithm.ES384, JWSAlgorithm.RS384).contains(header.getAlgorithm())
                || !JOSEObjectType.JWT.equals(header.getType())) {
            return "alg or typ";
        }
        JWTClaimsSet claims = assertion.getJWTClaimsSet();
        Supplier<String> known = clients.get(String.valueOf(claims.getIssuer()));
        if (known == null || !claims.getIssuer().equals(claims.getSubject())) {
            return "iss or sub";
        }
        JWK key = JWKSet.parse(known.get()).getKeyByKeyId(header.getKeyID());
        if (!(key instanceof AsymmetricJWK asymmetric)) {
            return "kid";
        }
        if (!assertion.verify(new DefaultJWSVerifierFactory().createJWSVerifier(header, asymmetric.toPublicKey()))) {
            return "signature";
        }
        if (!claims.getAudience().equals(List.of(audience))) {
            return "aud";
        }
        Instant now = clock.instant();
        Instant end = claims.getExpirationTime().toInstant();
        if (!end.isAfter(now) || end.isAfter(now.plus(MOST))) {
            return "exp";
        }
        return claims.getJWTID() != null && seen.add(claims.getIssuer() + " " + claims.getJWTID()) ? "" : "jti";
    }
}
