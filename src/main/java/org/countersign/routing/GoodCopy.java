package org.countersign.routing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** The files that ran last, in the hub's data folder: what it comes up with when those of the routes folder are wrong. */
final class GoodCopy {

    private static final Logger LOG = LoggerFactory.getLogger(GoodCopy.class);
    private static final String POINTER = "good";

    private final Path folder;

    GoodCopy(Path folder) {
        this.folder = folder;
    }

    /** Where the copy is; empty before the first. */
    Optional<Path> find() throws IOException {
        Path pointer = folder.resolve(POINTER);
        if (!Files.exists(pointer)) {
            return Optional.empty();
        }
        return Optional.of(folder.resolve(Files.readString(pointer).strip())).filter(Files::isDirectory);
    }

    /** Writes {@code files} beside what is kept. */
    Path stage(RouteFiles files) throws IOException {
        Path copy = folder.resolve(files.hash());
        if (!Files.isDirectory(copy) || !RouteFiles.read(copy).hash().equals(files.hash())) {
            FileSystemUtils.deleteRecursively(copy);
            Path unfinished = folder.resolve(files.hash() + ".unfinished");
            FileSystemUtils.deleteRecursively(unfinished);
            Files.createDirectories(unfinished.resolve("policies"));
            Files.createDirectories(unfinished.resolve("channels"));
            Files.createDirectories(unfinished.resolve("lookups"));
            files.writeTo(unfinished);
            Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
        }
        return copy;
    }

    /** Keeps {@code files} instead of what was kept; whenever the hub ends meanwhile, one of both is there, whole. */
    Path keep(RouteFiles files) throws IOException {
        Path copy = stage(files);
        Path next = folder.resolve(POINTER + ".unfinished");
        Files.writeString(next, files.hash());
        Files.move(next, folder.resolve(POINTER), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        tidy(copy);
        return copy;
    }

    /** What cannot be deleted takes a little room and does no other harm. */
    private void tidy(Path kept) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> old = all.filter(path -> Files.isDirectory(path) && !path.equals(kept))
                    .toList();
            for (Path one : old) {
                FileSystemUtils.deleteRecursively(one);
            }
        } catch (IOException e) {
            LOG.debug("Old copies of the routes were left in {}", folder, e);
        }
    }
}
