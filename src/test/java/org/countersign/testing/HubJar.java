package org.countersign.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The hub's jar made ready for many starts: unpacked, and with the classes of one start in an AOT cache (JEP 514), which
 * halves each further start. Made once for all JVMs that test.
 */
final class HubJar {

    /** The cache is good only for the options it was made with. */
    private static final List<String> OPTIONS = List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            // Short lives: what the second compiler would win is not earned back.
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /** Where the start script of the unpacked jar is. */
    private static final String APP = "app/countersign.jar";

    private static final String CACHE = "hub.aot";

    /** The cache is written when the hub has ended, by one more JVM. */
    private static final Duration DUMP_LIMIT = Duration.ofMinutes(5);

    private static final List<String> COMMAND = prepare();

    private HubJar() {}

    /** How the hub is started, without its settings. */
    static List<String> command() {
        return COMMAND;
    }

    private static List<String> prepare() {
        Path jar = Path.of(System.getProperty("countersign.jar", "target/countersign.jar"))
                .toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new IllegalStateException("Build the jar first: mvn package");
        }
        try (FileChannel turn =
                FileChannel.open(jar.resolveSibling("hub.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            turn.lock(); // Given back when the channel is closed.
            Path folder =
                    jar.resolveSibling("hub-" + Files.getLastModifiedTime(jar).toMillis());
            Path made = folder.resolve("made");
            if (!Files.exists(made)) {
                make(jar, Files.createDirectories(folder));
                Files.createFile(made);
            }
            return command(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void make(Path jar, Path folder) throws IOException {
        run(folder, List.of(java(), "-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", "app"));
        if (!Files.exists(folder.resolve(APP))) {
            throw new IllegalStateException("The jar could not be unpacked; see " + folder + "/prepare.log");
        }
        train(folder);
    }

    private static List<String> command(Path folder) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(OPTIONS);
        Path cache = folder.resolve(CACHE);
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of("-jar", folder.resolve(APP).toString()));
        return List.copyOf(command);
    }

    /** One whole start, so that what only runs when routes and servers come up is in the cache, too. */
    private static void train(Path folder) {
        Path home = folder.resolve("training");
        HubProcess hub = new HubProcess(home, Path.of("routes").toAbsolutePath(), Map.of());
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(OPTIONS);
        command.addAll(List.of(
                "-XX:AOTCacheOutput=" + folder.resolve(CACHE),
                "-jar",
                folder.resolve(APP).toString()));
        hub.launch(command);
        hub.awaitReady();
        hub.stop(DUMP_LIMIT);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void run(Path folder, List<String> command) throws IOException {
        try {
            new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("prepare.log").toFile()))
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
