package org.countersign.intake;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The certificates of a feed, {@code countersign.feeds.NAME.tls.*}; TLS 1.2 and 1.3 only. Files are read when the feed's
 * port is opened.
 *
 * @param certificate the hub's certificate and those up to its authority, PEM; or a PKCS #12 file (.p12, .pfx) that holds
 *     these and the key; none for a feed without TLS
 * @param key its key, PEM (PKCS #8); not with PKCS #12
 * @param password of the key, or of the PKCS #12 file
 * @param trust authorities of the senders' certificates: PEM, or PKCS #12
 * @param trustPassword of {@code trust} where that is PKCS #12
 * @param clientAuth whether a sender shows a certificate: need not, may, must
 * @param handshakeTimeout a connection that has not agreed on its keys by then is closed
 */
record FeedTls(
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable String password,
        @Nullable Path trust,
        @Nullable String trustPassword,
        @DefaultValue("none") Demand clientAuth,
        @DefaultValue("10s") Duration handshakeTimeout) {

    /** What is asked of a sender. */
    enum Demand {
        /** No certificate. */
        NONE(ClientAuth.NONE),
        /** A certificate where it has one. */
        WANT(ClientAuth.OPTIONAL),
        /** A certificate; without one the connection is closed. */
        NEED(ClientAuth.REQUIRE);

        private final ClientAuth netty;

        Demand(ClientAuth netty) {
            this.netty = netty;
        }
    }

    FeedTls {
        if (certificate == null && (key != null || trust != null || clientAuth != Demand.NONE)) {
            throw new IllegalArgumentException("tls.certificate is missing");
        }
        if (clientAuth != Demand.NONE && trust == null) {
            throw new IllegalArgumentException("tls.trust is missing: client-auth asks for certificates");
        }
        if (certificate != null && key == null && !isPkcs12(certificate)) {
            throw new IllegalArgumentException("tls.key is missing");
        }
        if (handshakeTimeout.isZero() || handshakeTimeout.isNegative()) {
            throw new IllegalArgumentException("tls.handshake-timeout is longer than 0");
        }
    }

    /** Never the passwords. */
    @Override
    public String toString() {
        return "FeedTls[" + (certificate == null ? "off" : certificate + ", client-auth " + clientAuth) + "]";
    }

    /**
     * What connections are opened with; empty for a feed without TLS.
     *
     * @throws OperationalException INVALID_INPUT when a file cannot be used
     */
    Optional<SslContext> open() {
        if (certificate == null) {
            return Optional.empty();
        }
        try {
            SslContextBuilder builder = key == null
                    ? SslContextBuilder.forServer(keys(certificate))
                    : SslContextBuilder.forServer(certificate.toFile(), key.toFile(), password);
            builder.sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2").clientAuth(clientAuth.netty);
            if (trust != null && isPkcs12(trust)) {
                builder.trustManager(authorities(trust));
            } else if (trust != null) {
                builder.trustManager(trust.toFile());
            }
            return Optional.of(builder.build());
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            // the words of the cause may quote a key file
            throw new OperationalException(
                    ErrorCategory.INVALID_INPUT,
                    "The certificates of a feed cannot be used (tls.certificate " + certificate + "): "
                            + e.getClass().getSimpleName());
        }
    }

    private KeyManagerFactory keys(Path file) throws GeneralSecurityException, IOException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(pkcs12(file, password), chars(password));
        return factory;
    }

    private TrustManagerFactory authorities(Path file) throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(pkcs12(file, trustPassword));
        return factory;
    }

    private static KeyStore pkcs12(Path file, @Nullable String password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, chars(password));
        }
        return store;
    }

    private static char[] chars(@Nullable String password) {
        return password == null ? new char[0] : password.toCharArray();
    }

    private static boolean isPkcs12(Path file) {
        String name = file.toString();
        return name.endsWith(".p12") || name.endsWith(".pfx");
    }
}
