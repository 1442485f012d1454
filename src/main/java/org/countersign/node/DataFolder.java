package org.countersign.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The hub's data folder, held by one hub at a time: two on the same files would destroy them. */
final class DataFolder implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes the folder for this process; the system gives it back when the process ends, however it ends.
     *
     * @throws IllegalStateException when another hub has it
     */
    static DataFolder claim(Path folder) {
        Path path = folder.toAbsolutePath();
        try {
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("hub.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new IllegalStateException("Another hub runs on the data folder " + folder
                        + "; end it, or give this one a folder of its own by countersign.data");
            }
            return new DataFolder(path, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder " + folder + " cannot be made or written", e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (java.nio.channels.OverlappingFileLockException e) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
