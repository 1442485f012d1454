package org.countersign.smart;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;

/** The hub's own keys: the first signs, all are published, so that a server knows the next one before it signs. */
final class ClientKeys {

    /** SMART allows five minutes; a server's clock may be behind. */
    private static final Duration LIFE = Duration.ofMinutes(4);

    private final List<JWK> keys;

    private ClientKeys(List<JWK> keys) {
        this.keys = List.copyOf(keys);
    }

    /** @throws OperationalException INVALID_INPUT when a file cannot be used, or two keys have one id */
    static ClientKeys read(List<Path> files) {
        List<JWK> keys = files.stream()
                .flatMap(file -> KeyFileReader.read(file).stream())
                .toList();
        Set<String> ids = new HashSet<>();
        for (JWK key : keys) {
            if (!ids.add(key.getKeyID())) {
                throw new OperationalException(
                        ErrorCategory.INVALID_INPUT, "countersign.smart.keys has the key " + key.getKeyID() + " twice");
            }
        }
        return new ClientKeys(keys);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The public keys as a JWK Set (RFC 7517 §5). */
    String published() {
        return new JWKSet(keys).toString(true);
    }

    /**
     * The assertion by which {@code client} authenticates (RFC 7523 §2.2; SMART App Launch 2.2, Client Authentication:
     * Asymmetric).
     *
     * @param audience URL of the token endpoint
     */
    Sensitive<String> assertion(String client, URI audience, Instant now) {
        JWK key = keys.getFirst();
        JWSAlgorithm algorithm = JWSAlgorithm.parse(key.getAlgorithm().getName());
        var header = new JWSHeader.Builder(algorithm)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        var claims = new JWTClaimsSet.Builder()
                .issuer(client)
                .subject(client)
                .audience(audience.toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        try {
            var assertion = new SignedJWT(header, claims);
            assertion.sign(new DefaultJWSSignerFactory().createJWSSigner(key, algorithm));
            return Sensitive.of(assertion.serialize());
        } catch (JOSEException e) {
            throw new IllegalStateException("The key " + key.getKeyID() + " does not sign", e);
        }
    }
}
