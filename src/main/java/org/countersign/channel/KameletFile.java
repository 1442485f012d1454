package org.countersign.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.policy.Transport;

/** What a Kamelet file says of itself, of whichever kind; a wrong one is told by file, line and a sentence. */
public final class KameletFile {

    private static final String SUFFIX = ".kamelet.yaml";
    private static final String ANNOTATION = "countersign.org/";
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Path file;
    private final List<String> lines;
    private final JsonNode root;

    private KameletFile(Path file, List<String> lines) {
        this.file = file;
        this.lines = lines;
        this.root = tree();
    }

    /** @throws OperationalException with file:line and what is wrong there */
    public static KameletFile read(Path file) {
        try {
            return new KameletFile(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new OperationalException(ErrorCategory.INVALID_INPUT, file + ": cannot be read as UTF-8 text", e);
        }
    }

    /** The Kamelet files of a folder, by name; a folder that is not there holds none. */
    public static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new OperationalException(ErrorCategory.INVALID_INPUT, folder + " cannot be listed", e);
        }
    }

    /** Its name without {@code prefix}. The file's name and the Kamelet's must agree, for Camel finds it by the name. */
    public String name(String prefix) {
        String kamelet = root.at("/metadata/name").asText();
        String expected = file.getFileName().toString().replace(SUFFIX, "");
        if (!kamelet.equals(expected) || !kamelet.startsWith(prefix)) {
            throw wrong("name", "metadata.name must be " + expected + " and begin with " + prefix);
        }
        return kamelet.substring(prefix.length());
    }

    /** What people call it. */
    public String title() {
        String title = root.at("/spec/definition/title").asText();
        if (title.isBlank()) {
            throw wrong("definition", "spec.definition.title is missing");
        }
        return title;
    }

    /** The transports that the annotation {@code transport} names; at least one. */
    public Set<Transport> transports() {
        List<Transport> transports = words(text("transport")).stream()
                .map(word -> chosen("transport", word, List.of(Transport.values()), Transport::code))
                .toList();
        return EnumSet.copyOf(transports);
    }

    /** The words of the annotation {@code key}, which stand between commas; none where there is no such annotation. */
    public List<String> list(String key) {
        return words(annotation(key));
    }

    /**
     * The setting that the annotation {@code key} names, without {@code prefix}, which all settings of the channel have;
     * empty where there is no such annotation.
     */
    public Optional<String> setting(String key, String prefix) {
        String setting = annotation(key);
        if (!setting.isEmpty() && !setting.startsWith(prefix)) {
            throw wrong(ANNOTATION + key, ANNOTATION + key + " must be a setting " + prefix + "…");
        }
        return setting.isEmpty() ? Optional.empty() : Optional.of(setting.substring(prefix.length()));
    }

    /** The one of {@code values} that the annotation {@code key}, which must be there, names by its code. */
    public <T> T chosen(String key, Collection<T> values, Function<T, String> code) {
        return chosen(key, text(key), values, code);
    }

    /** The same for one {@code word} of several. */
    public <T> T chosen(String key, String word, Collection<T> values, Function<T, String> code) {
        return values.stream()
                .filter(value -> code.apply(value).equals(word))
                .findFirst()
                .orElseThrow(() -> wrong(
                        ANNOTATION + key,
                        ANNOTATION + key + " is '" + word + "' and must be one of "
                                + String.join(", ", values.stream().map(code).toList())));
    }

    private JsonNode tree() {
        try {
            return YAML.readTree(String.join("\n", lines));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String reason = e.getOriginalMessage().lines().findFirst().orElse("");
            throw wrong(line, "is not YAML: " + reason);
        }
    }

    private String annotation(String key) {
        return root.at("/metadata/annotations").path(ANNOTATION + key).asText();
    }

    private String text(String key) {
        String text = annotation(key);
        if (text.isBlank()) {
            throw wrong("annotations", "the annotation " + ANNOTATION + key + " is missing");
        }
        return text;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** What is wrong at the line that begins with {@code key}, to be thrown. */
    public OperationalException wrong(String key, String sentence) {
        int line = 1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith(key + ":")) {
                line = i + 1;
                break;
            }
        }
        return wrong(line, sentence);
    }

    private OperationalException wrong(int line, String sentence) {
        return new OperationalException(ErrorCategory.INVALID_INPUT, file + ":" + line + ": " + sentence);
    }
}
