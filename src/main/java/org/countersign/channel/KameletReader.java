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
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.policy.Transport;

/** Reads what a channel's Kamelet file says of itself; a wrong file is told by file, line and a sentence. */
final class KameletReader {

    static final String SUFFIX = ".kamelet.yaml";

    private static final String PREFIX = "channel-";
    private static final String ANNOTATION = "countersign.org/";
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Path file;
    private final List<String> lines;

    private KameletReader(Path file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    /** @throws OperationalException with file:line and what is wrong there */
    static ChannelDescription read(Path file) {
        try {
            return new KameletReader(file, Files.readAllLines(file)).describe();
        } catch (IOException e) {
            throw new OperationalException(ErrorCategory.INVALID_INPUT, file + ": cannot be read as UTF-8 text", e);
        }
    }

    private ChannelDescription describe() {
        JsonNode root = tree();
        String name = name(root.at("/metadata/name").asText());
        String title = root.at("/spec/definition/title").asText();
        if (title.isBlank()) {
            throw wrong("definition", "spec.definition.title is missing");
        }
        JsonNode annotations = root.at("/metadata/annotations");
        List<Transport> transports = words(text(annotations, "transport")).stream()
                .map(word -> chosen("transport", word, List.of(Transport.values()), Transport::code))
                .toList();
        Assurance assurance =
                chosen("assurance", text(annotations, "assurance"), List.of(Assurance.values()), Assurance::code);
        boolean receipts =
                chosen("receipts", text(annotations, "receipts"), Set.of(true, false), flag -> Boolean.toString(flag));
        List<String> requires = words(annotations.path(ANNOTATION + "requires").asText());
        return new ChannelDescription(
                name, title, EnumSet.copyOf(transports), assurance, receipts, requires, sender(annotations, name));
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

    /** The file's name and the Kamelet's name must agree, for Camel finds the file by the name. */
    private String name(String kamelet) {
        String expected = file.getFileName().toString().replace(SUFFIX, "");
        if (!kamelet.equals(expected) || !kamelet.startsWith(PREFIX)) {
            throw wrong("name", "metadata.name must be " + expected + " and begin with " + PREFIX);
        }
        return kamelet.substring(PREFIX.length());
    }

    private String text(JsonNode annotations, String key) {
        String text = annotations.path(ANNOTATION + key).asText();
        if (text.isBlank()) {
            throw wrong("annotations", "the annotation " + ANNOTATION + key + " is missing");
        }
        return text;
    }

    /** The setting without the prefix that all settings of the channel have. */
    private Optional<String> sender(JsonNode annotations, String name) {
        String setting = annotations.path(ANNOTATION + "sender").asText();
        String prefix = "countersign.channels." + name + ".";
        if (!setting.isEmpty() && !setting.startsWith(prefix)) {
            throw wrong(ANNOTATION + "sender", ANNOTATION + "sender must be a setting " + prefix + "…");
        }
        return setting.isEmpty() ? Optional.empty() : Optional.of(setting.substring(prefix.length()));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private <T> T chosen(String key, String word, Collection<T> values, Function<T, String> code) {
        return values.stream()
                .filter(value -> code.apply(value).equals(word))
                .findFirst()
                .orElseThrow(() -> wrong(
                        ANNOTATION + key,
                        ANNOTATION + key + " is '" + word + "' and must be one of "
                                + String.join(", ", values.stream().map(code).toList())));
    }

    private OperationalException wrong(String key, String sentence) {
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
