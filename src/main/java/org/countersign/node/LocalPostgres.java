package org.countersign.node;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.countersign.platform.SecretFile;
import org.countersign.platform.Sensitive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that the hub starts for itself. Its data outlive the hub; a commit is on disk before it returns. When
 * the hub was killed, its server may still run or have left its pid file: the next start ends the one and removes the
 * other, and PostgreSQL recovers from its log.
 */
final class LocalPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalPostgres.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    /** What zonky sets for speed in tests is set back here: -F and synchronous_commit=off lose commits. */
    private static final List<String[]> SETTINGS = List.of(
            new String[] {"fsync", "on"},
            new String[] {"synchronous_commit", "on"},
            new String[] {"full_page_writes", "on"},
            new String[] {"listen_addresses", "127.0.0.1"},
            new String[] {"max_connections", "100"});

    private static final int PASSWORD_BYTES = 24;

    private final EmbeddedPostgres server;
    private final Sensitive<String> password;

    private LocalPostgres(EmbeddedPostgres server, Sensitive<String> password) {
        this.server = server;
        this.password = password;
    }

    /**
     * Starts the server, and first ends the one that a killed hub left behind.
     *
     * @param folder where binaries and data are kept; made when missing
     * @param port TCP port on 127.0.0.1; 0 takes a free one
     * @throws UncheckedIOException when the server does not start; its own words are in {@code postgres.log}
     */
    static LocalPostgres start(Path folder, int port) {
        Path data = folder.resolve("cluster");
        Path log = folder.resolve("postgres.log");
        try {
            Files.createDirectories(folder);
            endLeftOver(data);
            Path passwordFile = folder.resolve("password");
            Sensitive<String> password = SecretFile.open(passwordFile, () -> SecretFile.random(PASSWORD_BYTES));
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
                    .setPGStartupWait(START_LIMIT)
                    // Other users of this machine reach the port, too. These are options of initdb.
                    .setLocaleConfig("auth", "scram-sha-256")
                    .setLocaleConfig("pwfile", passwordFile.toAbsolutePath().toString())
                    .setConnectConfig("password", password.reveal())
                    .setRegisterShutdownHook(false)
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(
                            log.toAbsolutePath().toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(
                            log.toAbsolutePath().toFile()));
            if (port != 0) {
                builder.setPort(port);
            }
            SETTINGS.forEach(setting -> builder.setServerConfig(setting[0], setting[1]));
            return new LocalPostgres(builder.start(), password);
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL does not start; see " + log, e);
        }
    }

    DataSource dataSource() {
        return server.getPostgresDatabase();
    }

    Sensitive<String> password() {
        return password;
    }

    String jdbcUrl() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static void endLeftOver(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> running = postmaster(pidFile);
        if (running.isPresent()) {
            LOG.info("A PostgreSQL that an earlier hub left behind still runs; ending it");
            end(running.get());
        }
        Files.deleteIfExists(pidFile);
    }

    /** The server named in the pid file, if that process is a PostgreSQL still and not one that took over its number. */
    private static Optional<ProcessHandle> postmaster(Path pidFile) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .command()
                        .map(command -> Path.of(command).endsWith("postgres"))
                        .orElse(false));
    }

    /** SIGTERM ends it once its clients are gone, which they are; after the limit SIGKILL, as in a power cut. */
    private static void end(ProcessHandle process) {
        process.destroy();
        if (!ended(process)) {
            process.destroyForcibly();
            if (!ended(process)) {
                throw new IllegalStateException("PostgreSQL, process " + process.pid() + ", does not end");
            }
        }
    }

    private static boolean ended(ProcessHandle process) {
        try {
            process.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException e) {
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("PostgreSQL, process " + process.pid() + ", cannot be waited for", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while PostgreSQL was to end", e);
        }
    }
}
