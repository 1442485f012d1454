package org.countersign.testing;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;

/** Files with private keys, made for one run. */
public final class KeyFiles {

    private KeyFiles() {}

    public static KeyPair ec(String curve) {
        return pair("EC", generator -> generator.initialize(new ECGenParameterSpec(curve)));
    }

    public static KeyPair rsa(int bits) {
        return pair("RSA", generator -> generator.initialize(bits));
    }

    /** PKCS #8, as PEM. */
    public static Path pem(Path folder, String name, Key key) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .encodeToString(key.getEncoded());
        return write(folder.resolve(name), "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    }

    /** A JWK Set with the private parts. */
    public static Path jwks(Path folder, String name, JWK... keys) {
        return write(folder.resolve(name), new JWKSet(List.of(keys)).toString(false));
    }

    public static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair pair(String algorithm, Start start) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            start.on(generator);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Start {
        void on(KeyPairGenerator generator) throws GeneralSecurityException;
    }
}
