package org.countersign.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keys and self-signed certificates, made by the JDK's keytool for one run and never kept. */
public final class TestCertificates {

    /** Of all stores. */
    public static final String PASSWORD = "changeit";

    private final Path folder;

    public TestCertificates(Path folder) {
        this.folder = folder;
    }

    /** A PKCS #12 file with the key and certificate of {@code subject}, as CN=hub. */
    public Path key(String name, String subject) {
        Path store = folder.resolve(name + ".p12");
        keytool(
                store,
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-dname",
                subject,
                "-ext",
                "SAN=IP:127.0.0.1");
        return store;
    }

    /** The certificate of a key, PEM. */
    public Path certificate(Path store, String name) {
        Path file = folder.resolve(name + ".pem");
        keytool(store, "-exportcert", "-rfc", "-alias", name, "-file", file.toString());
        return file;
    }

    /** A PKCS #12 file that trusts a certificate. */
    public Path trust(Path certificate, String name) {
        Path store = folder.resolve(name + "-trust.p12");
        keytool(store, "-importcert", "-noprompt", "-alias", name, "-file", certificate.toString());
        return store;
    }

    private static void keytool(Path store, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("keytool failed: " + arguments[0]);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
