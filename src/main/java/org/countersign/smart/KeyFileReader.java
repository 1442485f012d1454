package org.countersign.smart;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.springframework.boot.ssl.pem.PemContent;

/** Private keys from a file: PEM (PKCS #8, PKCS #1, SEC 1), a JWK or a JWK Set (RFC 7517). */
final class KeyFileReader {

    private static final int LEAST_RSA_BITS = 2048;

    private KeyFileReader() {}

    /**
     * Each key with its algorithm (ES384 or RS384) and an id: its own, else its thumbprint (RFC 7638).
     *
     * @throws OperationalException INVALID_INPUT when the file cannot be used; never says what it holds
     */
    static List<JWK> read(Path file) {
        try {
            String text = Files.readString(file).strip();
            List<JWK> keys = text.startsWith("{") ? jwks(text) : List.of(pem(text));
            if (keys.isEmpty()) {
                throw unusable(file, "it holds no key");
            }
            return keys.stream().map(key -> forSigning(key, file)).toList();
        } catch (ParseException
                | JOSEException
                | GeneralSecurityException
                | IOException
                | IllegalArgumentException
                | IllegalStateException e) {
            // without the cause, whose words may quote the file
            throw unusable(file, e.getClass().getSimpleName());
        }
    }

    private static List<JWK> jwks(String text) throws ParseException {
        return text.contains("\"keys\"") ? JWKSet.parse(text).getKeys() : List.of(JWK.parse(text));
    }

    private static JWK pem(String text) throws GeneralSecurityException, JOSEException {
        PrivateKey key = PemContent.of(text).getPrivateKey();
        if (key instanceof RSAPrivateCrtKey rsa) {
            var spec = new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent());
            var known = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
            return new RSAKey.Builder(known).privateKey(rsa).build();
        }
        if (key instanceof ECPrivateKey ec) {
            Curve curve = Optional.ofNullable(Curve.forECParameterSpec(ec.getParams()))
                    .orElseThrow(() -> new JOSEException("A curve without a name"));
            return new ECKey.Builder(curve, PublicPoint.of(ec)).privateKey(ec).build();
        }
        throw new JOSEException("Neither RSA nor EC");
    }

    private static JWK forSigning(JWK key, Path file) {
        try {
            String id = key.getKeyID() == null ? key.computeThumbprint().toString() : key.getKeyID();
            if (key.isPrivate() && key instanceof ECKey ec && Curve.P_384.equals(ec.getCurve())) {
                return new ECKey.Builder(ec)
                        .algorithm(JWSAlgorithm.ES384)
                        .keyUse(KeyUse.SIGNATURE)
                        .keyID(id)
                        .build();
            }
            if (key.isPrivate() && key instanceof RSAKey rsa && rsa.size() >= LEAST_RSA_BITS) {
                return new RSAKey.Builder(rsa)
                        .algorithm(JWSAlgorithm.RS384)
                        .keyUse(KeyUse.SIGNATURE)
                        .keyID(id)
                        .build();
            }
        } catch (JOSEException e) {
            throw unusable(file, e.getClass().getSimpleName());
        }
        throw unusable(file, "SMART needs private keys, EC P-384 (ES384) or RSA of 2048 bits or more (RS384)");
    }

    private static OperationalException unusable(Path file, String why) {
        return new OperationalException(
                ErrorCategory.INVALID_INPUT, "The file " + file + " of countersign.smart.keys cannot be used: " + why);
    }
}
