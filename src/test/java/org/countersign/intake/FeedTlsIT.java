package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.countersign.event.Hl7v2Reader;
import org.countersign.testing.TestCertificates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feeds with certificates, and senders with the right one, another, and none. */
class FeedTlsIT {

    @TempDir
    private static Path folder;

    private static IntakeParts parts;
    private static Path hubTrust;
    private static Path senderKey;
    private static Path strangerKey;
    private static int needs;
    private static int wants;
    private static int pem;
    private static int hasty;

    @BeforeAll
    static void start() throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        Path hubKey = certificates.key("hub", "CN=hub.example.org");
        Path hub = certificates.certificate(hubKey, "hub");
        hubTrust = certificates.trust(hub, "hub");
        senderKey = certificates.key("sender", "CN=scheduling,O=Good Health,C=DE");
        strangerKey = certificates.key("stranger", "CN=stranger");
        Path sender = certificates.certificate(senderKey, "sender");
        Path trust = certificates.trust(sender, "sender");
        parts = new IntakeParts(
                Map.of(
                        "needs", feed(hubKey, Map.of("tls.trust", trust, "tls.trust-password", "changeit"), "need"),
                        "wants", feed(hubKey, Map.of("tls.trust", sender), "want"),
                        "pem",
                                IntakeParts.feed(Map.of(
                                        "tls.certificate",
                                        hub.toString(),
                                        "tls.key",
                                        pemKey(hubKey).toString())),
                        "hasty", feed(hubKey, Map.of("tls.handshake-timeout", "300ms"), "none")),
                Map.of());
        needs = parts.listen("needs");
        wants = parts.listen("wants");
        pem = parts.listen("pem");
        hasty = parts.listen("hasty");
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @Test
    void aSenderWithACertificateIsTakenAndItsSubjectStandsInTheAudit() throws Exception {
        parts.empty();
        assertThat(send(needs, senderKey, "TLSv1.3", "C1")).contains("\rMSA|AA|C1\r");
        assertThat(send(needs, senderKey, "TLSv1.2", "C2")).contains("\rMSA|AA|C2\r");
        drain();
        assertThat(parts.jdbc()
                        .sql("select distinct details ->> 'peer' from audit_entry where kind = 'MESSAGE_READ'")
                        .query(String.class)
                        .list())
                .containsExactly("CN=scheduling,O=Good Health,C=DE");
    }

    @Test
    void aFeedThatNeedsACertificateTakesNoneWithoutOrWithAnother() {
        parts.empty();
        assertThatThrownBy(() -> send(needs, null, "TLSv1.3", "C1")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> send(needs, strangerKey, "TLSv1.3", "C1")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> send(needs, strangerKey, "TLSv1.2", "C1")).isInstanceOf(IOException.class);
        assertThat(parts.rows()).isEmpty();
    }

    @Test
    void aFeedThatWantsOneTakesSendersWithout() throws Exception {
        parts.empty();
        assertThat(send(wants, null, "TLSv1.3", "C1")).contains("\rMSA|AA|C1\r");
        assertThat(send(wants, senderKey, "TLSv1.3", "C2")).contains("\rMSA|AA|C2\r");
        assertThat(parts.jdbc()
                        .sql("select peer from inbox order by id")
                        .query(String.class)
                        .list())
                .containsExactly("", "CN=scheduling,O=Good Health,C=DE");
    }

    @Test
    void aCertificateMayBePem() throws Exception {
        assertThat(send(pem, null, "TLSv1.3", "P1")).contains("\rMSA|AA|P1\r");
    }

    @Test
    void oldVersionsAndPlainTextAreRefused() throws Exception {
        assertThatThrownBy(() -> send(pem, null, "TLSv1.1", "C1")).isInstanceOf(IOException.class);
        try (Socket plain = new Socket("127.0.0.1", pem)) {
            plain.setSoTimeout(10_000);
            plain.getOutputStream().write("\u000bMSH|^~\\&|\u001c\r".getBytes(StandardCharsets.US_ASCII));
            // at most the alert that says so
            assertThat(new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("MSH");
        }
    }

    @Test
    void aSenderThatDoesNotBeginTheHandshakeIsClosed() throws Exception {
        try (Socket silent = new Socket("127.0.0.1", hasty)) {
            silent.setSoTimeout(10_000);
            assertThat(silent.getInputStream().readAllBytes()).hasSizeLessThan(100);
        }
    }

    @Test
    void settingsThatDoNotFitAreRefusedAtOnce() {
        assertThatThrownBy(() -> IntakeParts.feed(Map.of("tls.client-auth", "need")))
                .hasStackTraceContaining("tls.certificate is missing");
        assertThatThrownBy(() -> IntakeParts.feed(Map.of("tls.certificate", "hub.p12", "tls.client-auth", "need")))
                .hasStackTraceContaining("tls.trust is missing");
        assertThatThrownBy(() -> IntakeParts.feed(Map.of("tls.certificate", "hub.pem")))
                .hasStackTraceContaining("tls.key is missing");
        Feed lost = IntakeParts.feed(Map.of("tls.certificate", "lost.p12", "tls.password", "secret"));
        assertThatThrownBy(() -> lost.tls().open())
                .hasMessageContaining("tls.certificate lost.p12")
                .hasMessageNotContaining("secret");
        assertThat(lost.toString()).doesNotContain("secret");
    }

    private static Feed feed(Path key, Map<String, Object> trust, String clientAuth) {
        Map<String, Object> all = new java.util.HashMap<>(
                Map.of("tls.certificate", key.toString(), "tls.password", "changeit", "tls.client-auth", clientAuth));
        trust.forEach((name, value) -> all.put(name, value.toString()));
        return IntakeParts.feed(all);
    }

    private static Path pemKey(Path store) throws Exception {
        byte[] key = load(store)
                .getKey("hub", TestCertificates.PASSWORD.toCharArray())
                .getEncoded();
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        return Files.writeString(
                folder.resolve("hub.key"), "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    }

    private static String send(int port, @Nullable Path key, String version, String controlId) throws Exception {
        try (SSLSocket socket = (SSLSocket) context(key).getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {version});
            String frame = "\u000b" + Messages.booking(controlId, "P1", "A" + controlId) + "\u001c\r";
            socket.getOutputStream().write(frame.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            StringBuilder answer = new StringBuilder();
            int next;
            while ((next = socket.getInputStream().read()) != 0x1C) {
                if (next < 0) {
                    throw new IOException("The hub closed the connection");
                }
                answer.append((char) next);
            }
            return answer.toString();
        }
    }

    private static SSLContext context(@Nullable Path key) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(key == null ? null : load(key), TestCertificates.PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load(hubTrust));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(key == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore load(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, TestCertificates.PASSWORD.toCharArray());
        }
        return store;
    }

    private static void drain() {
        InboxDrain drain = parts.drain(
                new Hl7v2Reader(),
                parts.hub.get(org.countersign.challenge.ChallengeIssuer.class),
                parts.hub.get(org.countersign.audit.AuditTrail.class),
                parts.feeds,
                parts.transactions());
        parts.jdbc().sql("select id from inbox order by id").query(Long.class).list().stream()
                .map(String::valueOf)
                .forEach(drain::drain);
    }
}
