package org.countersign.smart;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Set;

/** One authorization server whose tokens are taken: its name, its keys, and what its tokens must say. Thread-safe. */
final class Issuer {

    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.ES256, JWSAlgorithm.ES384);

    private static final int CONNECT_MILLIS = 3_000;
    private static final int READ_MILLIS = 5_000;
    private static final int MOST_BYTES = 256 * 1024;
    private static final Duration KEPT = Duration.ofMinutes(15);

    /** Of all threads that wait for the same keys. */
    private static final Duration WAIT = Duration.ofSeconds(10);

    /** While the issuer is away its last keys serve. */
    private static final Duration OUTAGE = Duration.ofHours(4);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    Issuer(SmartProperties.Issuer settings, Clock clock) {
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(settings.jwksUrl())));
        processor.setJWTClaimsSetVerifier(new Claims(settings, clock));
    }

    /**
     * The claims of {@code token}, which has been checked.
     *
     * @throws BadJOSEException when it is not good
     * @throws JOSEException when its keys cannot be had
     */
    JWTClaimsSet open(SignedJWT token) throws BadJOSEException, JOSEException {
        return processor.process(token, null);
    }

    /** An unknown key id makes them be fetched at once, though not more than twice in half a minute. */
    private static JWKSource<SecurityContext> keys(String url) {
        return JWKSourceBuilder.<SecurityContext>create(
                        url(url), new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MOST_BYTES))
                .cache(KEPT.toMillis(), WAIT.toMillis())
                .refreshAheadCache(false)
                .outageTolerant(OUTAGE.toMillis())
                .build();
    }

    private static URL url(String url) {
        try {
            return URI.create(url).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("A jwks-url begins with http:// or https://", e);
        }
    }

    /** By the hub's clock. */
    private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {

        private final Clock clock;

        Claims(SmartProperties.Issuer settings, Clock clock) {
            super(
                    settings.audience(),
                    new JWTClaimsSet.Builder().issuer(settings.url()).build(),
                    Set.of("exp"));
            this.clock = clock;
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
