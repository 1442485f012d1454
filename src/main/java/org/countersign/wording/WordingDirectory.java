package org.countersign.wording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.countersign.message.FacilityTextFile;
import org.countersign.message.FacilityTextReader;
import org.countersign.message.FacilityTexts;
import org.countersign.message.MessageProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of {@code routes/messages/}. Reading them never fails: what is wrong is told by file, line and sentence, and
 * the hub goes on without it. A file that was good and is edited into a bad one keeps its last good texts.
 */
public final class WordingDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(WordingDirectory.class);

    private static final long BYTES_AT_MOST = 1_048_576;
    private static final int FILES_AT_MOST = 1_000;

    /** Guarded by this. */
    private Path folder;

    private final FacilityTextReader reader;
    private final Consumer<FacilityTexts> user;

    /** By name of the file; guarded by this. */
    private Map<String, FacilityTextFile> good = new TreeMap<>();

    /** What the folder looked like when it was read, and at the latest look; guarded by this. */
    private String read = "";

    private String seen = "";

    private volatile List<MessageProblem> problems = List.of();
    private volatile int size;

    WordingDirectory(Path folder, FacilityTextReader reader, Consumer<FacilityTexts> user) {
        this.folder = folder;
        this.reader = reader;
        this.user = user;
    }

    /**
     * Reads all files again and puts their texts to use.
     *
     * @return what is wrong, in order of file and line
     */
    public synchronized List<MessageProblem> reload() {
        return reload(folder);
    }

    /** {@link #reload()} from a copy of the folder, which is read from now on. */
    public synchronized List<MessageProblem> reload(Path copy) {
        List<MessageProblem> found = new ArrayList<>();
        Map<String, FacilityTextFile> used = new TreeMap<>();
        read = fingerprint(copy); // Before the files are read: what is saved meanwhile is read again.
        read(copy, found)
                .forEach((name, file) ->
                        used.put(name, file.problems().isEmpty() ? file : good.getOrDefault(name, file)));
        FacilityTexts texts = FacilityTexts.of(used.values());
        found.addAll(texts.problems());
        found.forEach(problem -> LOG.warn("A text of a facility is not used: {}", problem));
        user.accept(texts);
        folder = copy;
        size = texts.size();
        good = used;
        problems = List.copyOf(found);
        return problems;
    }

    /** Reads the files again when they have changed and have stood still since the last look. */
    public synchronized void look() {
        String now = fingerprint(folder);
        boolean still = now.equals(seen);
        seen = now;
        if (still && !now.equals(read)) {
            reload();
        }
    }

    /** Names, lengths and times of the files: enough to see that one was saved. */
    private static String fingerprint(Path folder) {
        StringBuilder found = new StringBuilder();
        for (Path file : list(folder, new ArrayList<>())) {
            try {
                found.append(name(file))
                        .append('|')
                        .append(Files.size(file))
                        .append('|')
                        .append(Files.getLastModifiedTime(file).toMillis())
                        .append('\n');
            } catch (IOException gone) {
                found.append(name(file)).append("|gone\n");
            }
        }
        return found.toString();
    }

    /** What would be wrong with the texts of a folder; nothing is changed by asking. */
    public List<MessageProblem> check(Path copy) {
        List<MessageProblem> found = new ArrayList<>();
        found.addAll(FacilityTexts.of(read(copy, found).values()).problems());
        return found;
    }

    private SortedMap<String, FacilityTextFile> read(Path from, List<MessageProblem> found) {
        SortedMap<String, FacilityTextFile> files = new TreeMap<>();
        for (Path path : list(from, found)) {
            FacilityTextFile file = read(path, display(path));
            found.addAll(file.problems());
            files.put(name(path), file);
        }
        return files;
    }

    /** What was wrong when the files were last read. */
    public List<MessageProblem> problems() {
        return problems;
    }

    /** How many texts are in use. */
    public int size() {
        return size;
    }

    /** Hidden files are an editor's. A hub without the folder has no texts of facilities. */
    private static List<Path> list(Path folder, List<MessageProblem> found) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> paths = files.filter(file -> name(file).matches("[^.].*\\.ya?ml"))
                    .sorted()
                    .limit(FILES_AT_MOST + 1L)
                    .toList();
            if (paths.size() <= FILES_AT_MOST) {
                return paths;
            }
            found.add(new MessageProblem(display(folder), 0, 0, "holds more than " + FILES_AT_MOST + " files"));
            return paths.subList(0, FILES_AT_MOST);
        } catch (IOException e) {
            found.add(new MessageProblem(display(folder), 0, 0, "cannot be listed"));
            return List.of();
        }
    }

    private FacilityTextFile read(Path path, String file) {
        try {
            if (Files.size(path) > BYTES_AT_MOST) {
                return FacilityTextFile.unusable(file, "has more than " + BYTES_AT_MOST + " bytes");
            }
            byte[] bytes = Files.readAllBytes(path);
            String yaml = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return reader.read(file, yaml);
        } catch (CharacterCodingException e) {
            return FacilityTextFile.unusable(file, "is not UTF-8");
        } catch (IOException e) {
            return FacilityTextFile.unusable(file, "cannot be read");
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String display(Path path) {
        return path.toString().replace('\\', '/');
    }
}
