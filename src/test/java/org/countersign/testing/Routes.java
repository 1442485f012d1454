package org.countersign.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/** A copy of the shipped routes folder, for a test to edit as an integration engineer would. */
public final class Routes {

    private final Path folder;

    private Routes(Path folder) {
        this.folder = folder;
    }

    /** A shipped route file for a context without a broker: a test wakes the router itself, by {@code direct:due}. */
    public static Resource awakened(String file) {
        try {
            String text = Files.readString(Path.of("routes").resolve(file))
                    .replaceAll(
                            "(?s)uri: jms:queue:countersign.dispatch\\s+parameters:.*?(?=\\n +steps:)",
                            "uri: direct:due")
                    .replaceAll("(?m)^ +routeConfigurationId:.*\\n", "");
            String name = Path.of(file).getFileName().toString();
            return ResourceHelper.fromBytes(name, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies {@code routes/} to {@code folder}. */
    public static Routes copyTo(Path folder) {
        Path shipped = Path.of("routes");
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(shipped.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Routes(folder);
    }

    /** Replaces {@code old}, which must be there, in {@code file}. */
    public Routes edit(String file, String old, String replacement) {
        Path path = folder.resolve(file);
        try {
            String text = Files.readString(path);
            if (!text.contains(old)) {
                throw new IllegalArgumentException(file + " does not contain " + old);
            }
            Files.writeString(path, text.replace(old, replacement));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public Path folder() {
        return folder;
    }
}
