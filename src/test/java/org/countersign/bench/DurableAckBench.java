package org.countersign.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.countersign.intake.DurableFeed;
import org.countersign.testing.HubProcess;
import org.flywaydb.core.Flyway;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many messages a second are acknowledged that are on disk: the hub's listener and HAPI's SimpleServer before the
 * same inbox table on one PostgreSQL that flushes each commit, beside what the disk and PostgreSQL give on their own.
 * Senders wait for each answer. All run in this JVM, senders too, one after the other, in several rounds; the median
 * round is shown with the slowest and the fastest. Started by {@code bin/bench}.
 */
public final class DurableAckBench {

    private static final int[] CONNECTIONS = {1, 8, 32};
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final long WARM_UP = Long.getLong("warmUpMillis", 2_000);
    private static final long DURATION = Long.getLong("durationMillis", 5_000);

    private static final String OURS = "countersign, MLLP to durable AA";
    private static final String HAPI = "HAPI SimpleServer, same table";
    private static final String COMMIT = "PostgreSQL, one row a commit";
    private static final String FSYNC = "fdatasync, 700 B, preallocated";

    private final Load load = new Load(WARM_UP, DURATION);
    private final AtomicLong number = new AtomicLong();
    private final Path folder;
    private final DataSource source;
    private final DurableFeed feed;

    private DurableAckBench(Path folder, DataSource source, DurableFeed feed) {
        this.folder = folder;
        this.source = source;
        this.feed = feed;
    }

    public static void main(String[] arguments) throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        Path folder = Files.createDirectories(Path.of("target/bench")).toAbsolutePath();
        try (EmbeddedPostgres postgres = postgres(folder.resolve("cluster"));
                HikariDataSource pool = pool(postgres)) {
            Flyway.configure().dataSource(pool).load().migrate();
            try (DurableFeed feed = new DurableFeed(pool)) {
                new DurableAckBench(folder, pool, feed).run();
            }
        }
    }

    private void run() throws Exception {
        System.out.printf(
                Locale.ROOT,
                "%d cores, Java %s, PostgreSQL %s; %d rounds of %.0f s after %.0f s; message %d bytes%n%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                show("server_version"),
                ROUNDS,
                DURATION / 1e3,
                WARM_UP / 1e3,
                DurableFeed.message("C1").length);
        System.out.printf(
                "%5s  %-32s %9s %17s %9s %9s %8s%n", "conns", "", "per s", "min..max", "p50 ms", "p99 ms", "to ours");
        int port = HubProcess.freePort();
        try (HapiServer hapi = new HapiServer(port, feed)) {
            for (int connections : CONNECTIONS) {
                table(connections, measure(connections, port));
            }
        }
    }

    private Map<String, List<Load.Result>> measure(int connections, int hapiPort) throws Exception {
        Map<String, Load.Maker> makers = new LinkedHashMap<>();
        makers.put(OURS, thread -> new Sending(feed.port()));
        makers.put(HAPI, thread -> new Sending(hapiPort));
        makers.put(COMMIT, thread -> this::commitOne);
        makers.put(FSYNC, thread -> new Flushing(folder.resolve("fsync-" + thread)));
        Map<String, List<Load.Result>> results = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (var maker : makers.entrySet()) {
                JdbcClient.create(source).sql("truncate inbox").update();
                JdbcClient.create(source).sql("checkpoint").update();
                Load.Result result = load.run(connections, maker.getValue());
                results.computeIfAbsent(maker.getKey(), name -> new ArrayList<>())
                        .add(result);
            }
        }
        return results;
    }

    private void commitOne() {
        String controlId = nextId();
        feed.commitOne(DurableFeed.message(controlId), controlId);
    }

    private static void table(int connections, Map<String, List<Load.Result>> results) {
        double ours = median(results.get(OURS)).rate();
        results.forEach((name, rounds) -> {
            Load.Result median = median(rounds);
            double slowest =
                    rounds.stream().mapToDouble(Load.Result::rate).min().orElseThrow();
            double fastest =
                    rounds.stream().mapToDouble(Load.Result::rate).max().orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "%5d  %-32s %9.0f %8.0f..%7.0f %9.2f %9.2f %7.2fx%n",
                    connections,
                    name,
                    median.rate(),
                    slowest,
                    fastest,
                    median.p50(),
                    median.p99(),
                    median.rate() / ours);
        });
        System.out.println();
    }

    private static Load.Result median(List<Load.Result> rounds) {
        return rounds.stream()
                .sorted(java.util.Comparator.comparingDouble(Load.Result::rate))
                .toList()
                .get(rounds.size() / 2);
    }

    private String nextId() {
        return "B" + number.incrementAndGet();
    }

    private String show(String setting) {
        return JdbcClient.create(source)
                .sql("show " + setting)
                .query(String.class)
                .single();
    }

    /** As the hub starts it: each commit is flushed. */
    private static EmbeddedPostgres postgres(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100")
                .start();
    }

    private static HikariDataSource pool(EmbeddedPostgres postgres) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(postgres.getPostgresDatabase());
        config.setMaximumPoolSize(40);
        HikariDataSource pool = new HikariDataSource(config);
        for (String setting : List.of("fsync", "synchronous_commit")) {
            String value = JdbcClient.create(pool)
                    .sql("show " + setting)
                    .query(String.class)
                    .single();
            if (!value.equals("on")) {
                throw new IllegalStateException(setting + " is " + value + ": nothing here would be durable");
            }
        }
        return pool;
    }

    /** A sender on a connection of its own, which waits for AA before it sends the next. */
    private final class Sending implements Load.Step {
        private final java.net.Socket socket;
        private final java.io.InputStream in;

        Sending(int port) throws IOException {
            socket = new java.net.Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            in = new java.io.BufferedInputStream(socket.getInputStream());
        }

        @Override
        public void run() throws IOException {
            String controlId = nextId();
            byte[] body = DurableFeed.message(controlId);
            ByteBuffer frame = ByteBuffer.allocate(body.length + 3);
            frame.put((byte) 0x0B).put(body).put((byte) 0x1C).put((byte) 0x0D);
            socket.getOutputStream().write(frame.array());
            if (!answer().contains("\rMSA|AA|" + controlId)) {
                throw new IOException("Not answered AA");
            }
        }

        private String answer() throws IOException {
            StringBuilder answer = new StringBuilder();
            for (int next = in.read(); next != 0x1C; next = in.read()) {
                if (next < 0) {
                    throw new IOException("The server closed the connection");
                }
                answer.append((char) next);
            }
            in.read();
            return answer.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Writes into a file of its own whose blocks are there already, and flushes. */
    private static final class Flushing implements Load.Step {
        private static final int BYTES = 700;
        private static final int FILE = 8 * 1024 * 1024;
        private final FileChannel file;
        private final ByteBuffer data = ByteBuffer.allocateDirect(BYTES);
        private long position;

        Flushing(Path path) throws IOException {
            Files.write(path, new byte[FILE]);
            file = FileChannel.open(path, StandardOpenOption.WRITE);
            file.force(true);
        }

        @Override
        public void run() throws IOException {
            data.clear();
            file.write(data, position);
            file.force(false);
            position = (position + BYTES) % (FILE - BYTES);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
